/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.text.ShortText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the known fields of one event into their wire form in place: a null one is taken out, a wrong one mended with a
 * warning.
 */
final class FieldMender {

    private static final long MAX_EXACT_INTEGER = 1L << 53;
    private static final int MAX_DIGITS = 40;
    private static final double NEGLIGIBLE_MS = 1e-15;

    private final int index;
    private final Map<String, RawJson> fields;
    private final Instant receivedAt;
    private final List<Warning> warnings = new ArrayList<>();

    FieldMender(int index, Map<String, RawJson> fields, Instant receivedAt) {
        this.index = index;
        this.fields = fields;
        this.receivedAt = receivedAt;
    }

    List<Warning> warnings() {
        return warnings;
    }

    /** To UTC with {@code Z}; an unreadable one becomes the time of receipt, the original stands in NAME_original. */
    void time(String name) {
        RawJson sent = present(name);
        if (sent == null) {
            return;
        }
        Optional<Instant> time = Timestamps.read(sent);
        if (time.isEmpty()) {
            warn(name, "must be an ISO 8601 time or epoch milliseconds; the time of receipt was used");
            fields.put(name + "_original", sent);
        }
        fields.put(name, RawJson.ofString(time.orElse(receivedAt).toString()));
    }

    /** A string of at most {@code maxLength} code points; a longer one is cut, another type taken out. */
    void text(String name, int maxLength) {
        RawJson sent = present(name);
        if (sent == null) {
            return;
        }
        String text = sent.string();
        if (text == null) {
            warn(name, "must be a string, not " + sent.kind().described() + "; it was left out");
            fields.remove(name);
            return;
        }
        String clean = ShortText.clean(text);
        if (ShortText.length(clean) > maxLength) {
            warn(name, "has " + ShortText.length(clean) + " characters; it was cut to " + maxLength);
        }
        fields.put(name, RawJson.ofString(ShortText.cut(clean, maxLength)));
    }

    /** A whole number from 0 to 2^53: fractions are floored, anything below or not a number becomes 0. */
    void count(String name) {
        RawJson sent = present(name);
        if (sent != null) {
            fields.put(name, RawJson.ofNumber(Long.toString(wholeNumber(name, sent))));
        }
    }

    private long wholeNumber(String name, RawJson sent) {
        if (sent.kind() != JsonKind.NUMBER) {
            warn(name, "must be a number, not " + sent.kind().described() + "; 0 was used");
            return 0;
        }
        double approximate = Double.parseDouble(sent.text());
        if (approximate < 0) {
            warn(name, "must not be negative; 0 was used");
            return 0;
        }
        if (approximate > MAX_EXACT_INTEGER) {
            warn(name, "must be at most 2^53; that was used");
            return MAX_EXACT_INTEGER;
        }
        // Up to 2^53 a double holds every whole number exactly.
        if (approximate != Math.floor(approximate)) {
            warn(name, "must be a whole number; it was rounded down");
        }
        return (long) approximate;
    }

    /** Milliseconds with their fraction: a negative one becomes 0, one that is no number is taken out. */
    void milliseconds(String name) {
        RawJson sent = present(name);
        if (sent == null) {
            return;
        }
        if (sent.kind() != JsonKind.NUMBER) {
            warn(name, "must be a number, not " + sent.kind().described() + "; it was left out");
            fields.remove(name);
            return;
        }
        fields.put(name, RawJson.ofNumber(duration(name, sent.text()).toPlainString()));
    }

    private BigDecimal duration(String name, String digits) {
        double approximate = Double.parseDouble(digits);
        if (approximate < 0) {
            warn(name, "must not be negative; 0 was used");
            return BigDecimal.ZERO;
        }
        if (approximate > MAX_EXACT_INTEGER) {
            warn(name, "must be at most 2^53 milliseconds; that was used");
            return BigDecimal.valueOf(MAX_EXACT_INTEGER);
        }
        if (approximate == MAX_EXACT_INTEGER) {
            // The next whole number up reads as the same double.
            return BigDecimal.valueOf(MAX_EXACT_INTEGER);
        }
        // Bounds first: the digits of 1e-999999999 written out would fill the heap.
        if (approximate < NEGLIGIBLE_MS) {
            return BigDecimal.ZERO;
        }
        return digits.length() <= MAX_DIGITS ? new BigDecimal(digits) : new BigDecimal(Double.toString(approximate));
    }

    private @Nullable RawJson present(String name) {
        return fields.computeIfPresent(name, (n, value) -> value.isNull() ? null : value);
    }

    private void warn(String field, String message) {
        warnings.add(new Warning(index, field, field + " " + message));
    }
}
