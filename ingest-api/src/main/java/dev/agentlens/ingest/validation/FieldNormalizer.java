/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import dev.agentlens.common.event.EventField;
import dev.agentlens.common.event.EventKind;
import dev.agentlens.common.event.SessionStatus;
import dev.agentlens.common.event.TypedFields;
import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.text.ShortText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the known fields of one event in their types. A value of another type is normalised with a warning; null counts
 * as absent.
 */
final class FieldNormalizer {

    private static final String ORIGINAL = "_original";

    /** Types of events whose output is not a model's. */
    private static final String TOOL = "tool";

    private static final List<String> IDENTITY = List.of("event_id", "session_id", "event_type");
    private static final List<String> JSON_FIELDS =
            List.of("input_data", "output_data", "tool_call", "decision_trace", "metadata");

    /** Names of the fields that have a place of their own in an event of each kind. */
    private static final Map<EventKind, Set<String>> TYPED = new EnumMap<>(EventKind.class);

    static {
        for (EventKind kind : EventKind.values()) {
            Stream<String> times = kind == EventKind.END ? Stream.of("timestamp", "ended_at") : Stream.of("timestamp");
            Stream<String> typed = EventField.of(kind).stream().map(EventField::wireName);
            TYPED.put(kind, Stream.concat(times, typed).collect(Collectors.toUnmodifiableSet()));
        }
    }

    private final int index;
    private final Map<String, RawJson> fields;
    private final Set<String> typed;
    private final List<Warning> warnings = new ArrayList<>();

    /**
     * @param index of the event in its batch, from 0
     * @param fields of the event as sent; what is left in the end is {@link #others}
     * @param kind decides which fields have a place of their own in the event
     */
    FieldNormalizer(int index, Map<String, RawJson> fields, EventKind kind) {
        this.index = index;
        this.fields = fields;
        this.typed = TYPED.getOrDefault(kind, Set.of());
    }

    List<Warning> warnings() {
        return warnings;
    }

    /** All fields that have a type, as normalised; the values of those that an event of this kind carries. */
    TypedFields typed() {
        TypedFields.Builder values = TypedFields.builder();
        for (EventField field : EventField.values()) {
            boolean carried = typed.contains(field.wireName());
            switch (field.type()) {
                case TEXT -> {
                    String text = text(field.wireName(), field.maxLength());
                    values.text(field, carried ? text : null);
                }
                case COUNT -> {
                    long count = count(field.wireName());
                    values.count(field, carried ? count : 0);
                }
                case MILLISECONDS -> {
                    BigDecimal milliseconds = milliseconds(field.wireName());
                    values.milliseconds(field, carried ? milliseconds : null);
                }
            }
        }
        return values.build();
    }

    /** The fields that have no place of their own, in the order sent; the known ones among them as normalised. */
    Map<String, RawJson> others() {
        IDENTITY.forEach(fields::remove);
        JSON_FIELDS.forEach(this::present);
        return fields;
    }

    /**
     * Null where it is absent, empty or unreadable. What cannot be read is kept as NAME_original.
     *
     * @param otherwise what is used then, as the end of a sentence
     */
    @Nullable
    Instant time(String name, String otherwise) {
        RawJson sent = present(name);
        if (sent == null) {
            return null;
        }
        Instant time = Timestamps.read(sent);
        if (time != null) {
            keep(name, () -> RawJson.ofString(time.toString()));
            return time;
        }
        fields.remove(name);
        if (!isBlank(sent)) {
            fields.put(name + ORIGINAL, sent);
            warn(
                    WarningKind.TIME,
                    name,
                    "must be a time in ISO 8601, or since 1970 as a number, not " + ValueExcerpt.of(sent) + "; "
                            + otherwise);
        }
        return null;
    }

    private static boolean isBlank(RawJson sent) {
        String text = sent.string();
        return text != null && text.isBlank();
    }

    /** A string of at most {@code maxLength} code points; a longer one is cut, a blank one or another type left out. */
    private @Nullable String text(String name, int maxLength) {
        RawJson sent = present(name);
        if (sent == null) {
            return null;
        }
        String text = sent.string();
        if (text == null) {
            warn(WarningKind.TEXT, name, "must be a string, not " + sent.kind().described() + "; it was left out");
            fields.remove(name);
            return null;
        }
        String clean = ShortText.clean(text);
        if (isBlank(clean)) {
            warn(WarningKind.TEXT, name, "must not be blank; it was left out");
            fields.remove(name);
            return null;
        }
        warnOfRemoved(name, text, clean);
        int length = ShortText.length(clean);
        if (length > maxLength) {
            warn(
                    WarningKind.TEXT,
                    name,
                    "must have at most " + maxLength + " characters, not " + length + "; it was cut");
        }
        String cut = ShortText.cut(clean, maxLength);
        keep(name, () -> RawJson.ofString(cut));
        return cut;
    }

    private static boolean isBlank(String text) {
        boolean visible = !text.isEmpty() && text.charAt(0) > ' ' && text.charAt(0) < 0x7F;
        return !visible && text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    /** Of a string that was cleaned ({@link ShortText#clean}). */
    void warnOfRemoved(String name, String sent, String clean) {
        if (!sent.equals(clean)) {
            warn(
                    WarningKind.TEXT,
                    name,
                    "held control characters or half a surrogate pair; they were removed or replaced");
        }
    }

    /** A whole number from 0 to 2^53; 0 where it is absent. */
    private long count(String name) {
        RawJson sent = present(name);
        if (sent == null) {
            return 0;
        }
        Quantity<Long> count = sent.kind() == JsonKind.NUMBER
                ? Quantities.count(sent.text())
                : new Quantity<>(0L, "must be a number, not " + ValueExcerpt.of(sent) + "; 0 was used");
        warn(name, count);
        keep(name, () -> RawJson.ofNumber(count.value().toString()));
        return count.value();
    }

    /** Milliseconds with their fraction, from 0 to 2^53; null where it is absent or not a number. */
    private @Nullable BigDecimal milliseconds(String name) {
        RawJson sent = present(name);
        if (sent == null) {
            return null;
        }
        if (sent.kind() != JsonKind.NUMBER) {
            warn(WarningKind.NUMBER, name, "must be a number, not " + ValueExcerpt.of(sent) + "; it was left out");
            fields.remove(name);
            return null;
        }
        Quantity<BigDecimal> duration = Quantities.milliseconds(sent.text());
        warn(name, duration);
        keep(name, () -> RawJson.ofNumber(duration.value().toPlainString()));
        return duration.value();
    }

    /** Of a {@code session_end}. Another spelling than the three that are written is kept as status_original. */
    SessionStatus status() {
        RawJson sent = fields.remove("status");
        if (sent == null || sent.isNull()) {
            return SessionStatus.COMPLETED;
        }
        String spelling = sent.string();
        SessionStatus known = spelling == null ? null : StatusSpellings.read(spelling);
        SessionStatus status = known == null ? SessionStatus.COMPLETED : known;
        if (!status.wireName().equals(spelling)) {
            fields.put("status" + ORIGINAL, sent);
            warn(
                    WarningKind.STATUS,
                    "status",
                    "must be completed, error or timeout, not " + ValueExcerpt.of(sent) + "; " + status.wireName()
                            + " was used");
        }
        return status;
    }

    /** Warns of token counts that a model's response reports, and that nobody counts. */
    void warnOfUsage(String eventType) {
        if (eventType.startsWith(TOOL)) {
            return;
        }
        boolean in = has("tokens_in");
        boolean out = has("tokens_out");
        RawJson response = fields.get("output_data");
        RawJson usage = fields.get("usage");
        if ((in && out) || (response == null && usage == null)) {
            return;
        }
        String missing = in ? "tokens_out" : out ? "tokens_in" : "tokens_in and tokens_out";
        reported("output_data", response, missing);
        reported("usage", usage, missing);
    }

    private boolean has(String name) {
        RawJson sent = fields.get(name);
        return sent != null && !sent.isNull();
    }

    private void reported(String name, @Nullable RawJson value, String missing) {
        String found = value == null ? null : ReportedUsage.in(name, value);
        if (found != null) {
            warnings.add(new Warning(
                    index, name, found + ", which are not counted: send them as " + missing, WarningKind.USAGE));
        }
    }

    private @Nullable RawJson present(String name) {
        RawJson sent = typed.contains(name) ? fields.remove(name) : fields.get(name);
        if (sent == null || !sent.isNull()) {
            return sent;
        }
        fields.remove(name);
        return null;
    }

    private void keep(String name, Supplier<RawJson> normalised) {
        if (!typed.contains(name)) {
            fields.put(name, normalised.get());
        }
    }

    private void warn(String name, Quantity<?> quantity) {
        if (quantity.problem() != null) {
            warn(WarningKind.NUMBER, name, quantity.problem());
        }
    }

    private void warn(WarningKind kind, String field, String message) {
        warnings.add(new Warning(index, field, field + " " + message, kind));
    }
}
