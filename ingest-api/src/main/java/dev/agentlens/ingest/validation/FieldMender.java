/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.text.ShortText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the known fields of one event as what they should be: a wrong value is mended with a warning, one that is null or
 * beyond mending counts as absent.
 */
final class FieldMender {

    private static final long MAX_EXACT_INTEGER = 1L << 53;
    private static final int MAX_DIGITS = 40;
    private static final double NEGLIGIBLE_MS = 1e-15;

    private static final List<String> IDENTITY = List.of("event_id", "session_id", "event_type");
    private static final List<String> JSON_FIELDS =
            List.of("input_data", "output_data", "tool_call", "decision_trace", "metadata");

    private final int index;
    private final Map<String, RawJson> fields;
    private final Set<String> typed;
    private final Instant receivedAt;
    private final List<Warning> warnings = new ArrayList<>();

    /**
     * @param index of the event in its batch, from 0
     * @param fields of the event as sent; what is left in the end is {@link #others}
     * @param typed names of the mended fields that have a place of their own in the event
     */
    FieldMender(int index, Map<String, RawJson> fields, Set<String> typed, Instant receivedAt) {
        this.index = index;
        this.fields = fields;
        this.typed = typed;
        this.receivedAt = receivedAt;
    }

    List<Warning> warnings() {
        return warnings;
    }

    /** The fields that have no place of their own, in the order sent; the known ones among them as they were mended. */
    Map<String, RawJson> others() {
        IDENTITY.forEach(fields::remove);
        JSON_FIELDS.forEach(this::present);
        return fields;
    }

    /** An unreadable time becomes the time of receipt, and what was sent is added as NAME_original. */
    @Nullable
    Instant time(String name) {
        RawJson sent = present(name);
        if (sent == null) {
            return null;
        }
        Optional<Instant> time = Timestamps.read(sent);
        if (time.isEmpty()) {
            warn(name, "must be an ISO 8601 time or epoch milliseconds; the time of receipt was used");
            fields.put(name + "_original", sent);
        }
        Instant mended = time.orElse(receivedAt);
        keep(name, () -> RawJson.ofString(mended.toString()));
        return mended;
    }

    /** A string of at most {@code maxLength} code points; a longer one is cut, another type taken out. */
    @Nullable
    String text(String name, int maxLength) {
        RawJson sent = present(name);
        if (sent == null) {
            return null;
        }
        String text = sent.string();
        if (text == null) {
            warn(name, "must be a string, not " + sent.kind().described() + "; it was left out");
            fields.remove(name);
            return null;
        }
        String clean = ShortText.clean(text);
        if (ShortText.length(clean) > maxLength) {
            warn(name, "has " + ShortText.length(clean) + " characters; it was cut to " + maxLength);
        }
        String mended = ShortText.cut(clean, maxLength);
        keep(name, () -> RawJson.ofString(mended));
        return mended;
    }

    /** A whole number from 0 to 2^53: fractions are floored, anything below or not a number becomes 0. */
    long count(String name) {
        RawJson sent = present(name);
        if (sent == null) {
            return 0;
        }
        long mended = wholeNumber(name, sent);
        keep(name, () -> RawJson.ofNumber(Long.toString(mended)));
        return mended;
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
    @Nullable
    BigDecimal milliseconds(String name) {
        RawJson sent = present(name);
        if (sent == null) {
            return null;
        }
        if (sent.kind() != JsonKind.NUMBER) {
            warn(name, "must be a number, not " + sent.kind().described() + "; it was left out");
            fields.remove(name);
            return null;
        }
        BigDecimal mended = duration(name, sent.text());
        keep(name, () -> RawJson.ofNumber(mended.toPlainString()));
        return mended;
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
        BigDecimal exact =
                digits.length() <= MAX_DIGITS ? new BigDecimal(digits) : new BigDecimal(Double.toString(approximate));
        // 1E+3 is another BigDecimal than the 1000 that it is written as.
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }

    private @Nullable RawJson present(String name) {
        RawJson sent = typed.contains(name) ? fields.remove(name) : fields.get(name);
        if (sent == null || !sent.isNull()) {
            return sent;
        }
        fields.remove(name);
        return null;
    }

    private void keep(String name, Supplier<RawJson> mended) {
        if (!typed.contains(name)) {
            fields.put(name, mended.get());
        }
    }

    private void warn(String field, String message) {
        warnings.add(new Warning(index, field, field + " " + message));
    }
}
