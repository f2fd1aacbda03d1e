/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.event;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.text.ShortText;
import dev.agentlens.common.vocabulary.EventTimes;
import dev.agentlens.common.vocabulary.SessionIdForm;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the typed fields of an event out of its fields, checking what every reader may rely on. */
final class FieldReader {

    private static final long MAX_COUNT = 1L << 53;
    private static final int MAX_DIGITS = 64;

    /** An integer of so few digits is in range. */
    private static final int PLAIN_DIGITS = 15;

    private final Map<String, RawJson> fields;

    FieldReader(Map<String, RawJson> fields) {
        this.fields = fields;
    }

    String sessionId() {
        String sessionId = requiredText("session_id", SessionIdForm.MAX_LENGTH);
        require(SessionIdForm.matches(sessionId), "session_id", "must be " + SessionIdForm.DESCRIPTION);
        return sessionId;
    }

    String eventId() {
        return requiredText("event_id", EventIdentity.MAX_EVENT_ID_LENGTH);
    }

    /** The values of the fields that an event of this kind carries. */
    TypedFields typed(EventKind kind) {
        TypedFields.Builder typed = TypedFields.builder();
        for (EventField field : EventField.of(kind)) {
            switch (field.type()) {
                case TEXT -> typed.text(field, text(field.wireName(), field.maxLength()));
                case COUNT -> typed.count(field, count(field.wireName()));
                case MILLISECONDS -> typed.milliseconds(field, milliseconds(field.wireName()));
            }
        }
        return typed.build();
    }

    String requiredText(String name, int maxLength) {
        String text = text(name, maxLength);
        if (text == null || text.isEmpty()) {
            throw new MalformedEventException(name + " is missing");
        }
        return text;
    }

    @Nullable
    String text(String name, int maxLength) {
        RawJson value = take(name);
        if (value == null) {
            return null;
        }
        String text = value.string();
        if (text == null) {
            throw new MalformedEventException(
                    name + " must be a string, not " + value.kind().described());
        }
        require(text.codePointCount(0, text.length()) <= maxLength, name, "is longer than " + maxLength);
        require(ShortText.isClean(text), name, "holds control characters or half a surrogate pair");
        return text;
    }

    Instant requiredTime(String name) {
        String text = requiredText(name, MAX_DIGITS);
        try {
            Instant time = WireTime.read(text).truncatedTo(ChronoUnit.MICROS);
            require(EventTimes.include(time), name, "is outside the years 1 to 9999");
            return time;
        } catch (DateTimeException e) {
            throw new MalformedEventException(name + " must be an ISO 8601 time in UTC");
        }
    }

    long count(String name) {
        RawJson value = take(name);
        if (value == null) {
            return 0;
        }
        String text = value.text();
        if (text.length() <= PLAIN_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.parseLong(text);
        }
        BigDecimal number = number(name, value);
        require(
                number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(MAX_COUNT)) <= 0,
                name,
                "must be 0 to 2^53");
        require(number.stripTrailingZeros().scale() <= 0, name, "must be a whole number");
        return number.longValueExact();
    }

    @Nullable
    BigDecimal milliseconds(String name) {
        RawJson value = take(name);
        BigDecimal number = value == null ? null : number(name, value);
        require(
                number == null || (number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(MAX_COUNT)) <= 0),
                name,
                "must be 0 to 2^53 milliseconds");
        return number;
    }

    private static BigDecimal number(String name, RawJson value) {
        // The bound keeps 1e999999999 from becoming a billion digits.
        require(
                value.kind() == JsonKind.NUMBER
                        && value.length() <= MAX_DIGITS
                        && Math.abs(Double.parseDouble(value.text())) <= 2.0 * MAX_COUNT,
                name,
                "must be a number of at most " + MAX_DIGITS + " digits");
        BigDecimal number = new BigDecimal(value.text());
        require(number.scale() <= MAX_DIGITS, name, "has more than " + MAX_DIGITS + " decimals");
        return number;
    }

    private @Nullable RawJson take(String name) {
        RawJson value = fields.remove(name);
        return value == null || value.isNull() ? null : value;
    }

    private static void require(boolean condition, String name, String problem) {
        if (!condition) {
            throw new MalformedEventException(name + " " + problem);
        }
    }
}
