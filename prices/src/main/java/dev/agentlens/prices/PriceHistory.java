/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.prices;

import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The prices of one pattern, by the day from which each holds. */
final class PriceHistory {

    private final String pattern;
    private final Pattern names;
    private final NavigableMap<LocalDate, Price> prices = new TreeMap<>();

    PriceHistory(String pattern) {
        this.pattern = pattern;
        names = NamePattern.ofModel(pattern);
    }

    void add(PriceRow row) {
        prices.put(row.validFrom(), row.price());
    }

    String pattern() {
        return pattern;
    }

    boolean isLiteral() {
        return pattern.indexOf('*') < 0;
    }

    boolean matches(String name) {
        return names.matcher(name).matches();
    }

    int literalLength() {
        return (int) pattern.chars().filter(c -> c != '*').count();
    }

    /** The newest that holds on that day; before the first one, the first. */
    Price on(LocalDate day) {
        Map.Entry<LocalDate, Price> entry = prices.floorEntry(day);
        return entry == null ? prices.firstEntry().getValue() : entry.getValue();
    }
}
