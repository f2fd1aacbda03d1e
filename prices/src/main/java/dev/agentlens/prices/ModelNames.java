/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.prices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What gateways, clouds and versions add before and after a model's name; the rules are in names.csv. What no rule takes
 * off is part of the name: {@code gpt-4o-mini} is never {@code gpt-4o}.
 */
final class ModelNames {

    private final List<Pattern> prefixes = new ArrayList<>();
    private final List<Pattern> suffixes = new ArrayList<>();

    /** @param rules text of names.csv */
    ModelNames(String rules) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(rules, format)) {
            for (CSVRecord rule : parser) {
                List<Pattern> rulesOfPart = rule.get("part").equals("prefix") ? prefixes : suffixes;
                rulesOfPart.add(NamePattern.ofPart(rule.get("pattern")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The name in lower case, then what is left of it as parts are taken off. A host may ask another price than the maker, so
     * a name with its prefix comes before those without, and a dated version before the model.
     */
    List<String> candidates(String model) {
        List<String> candidates = new ArrayList<>();
        for (String unprefixed : steps(model.strip().toLowerCase(Locale.ROOT), this::withoutPrefix)) {
            candidates.addAll(steps(unprefixed, this::withoutSuffix));
        }
        return candidates;
    }

    private static List<String> steps(String name, UnaryOperator<String> shortened) {
        List<String> steps = new ArrayList<>();
        for (String next = name; !next.isEmpty(); next = shortened.apply(next)) {
            steps.add(next);
        }
        return steps;
    }

    /** Empty where no rule applies, or nothing would be left. */
    private String withoutPrefix(String name) {
        int longest = 0;
        for (Pattern prefix : prefixes) {
            Matcher matcher = prefix.matcher(name);
            if (matcher.lookingAt()) {
                longest = Math.max(longest, matcher.end());
            }
        }
        return longest == 0 ? "" : name.substring(longest);
    }

    /** Empty where no rule applies, or nothing would be left. */
    private String withoutSuffix(String name) {
        int start = name.length();
        for (Pattern suffix : suffixes) {
            Matcher matcher = suffix.matcher(name);
            for (int from = 0; matcher.find(from); from = matcher.start() + 1) {
                if (matcher.end() == name.length()) {
                    start = Math.min(start, matcher.start());
                    break;
                }
            }
        }
        return start == name.length() ? "" : name.substring(0, start);
    }
}
