/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.JsonReader;
import dev.agentlens.common.json.MalformedJsonException;
import dev.agentlens.common.json.NonFiniteNumber;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.text.ShortText;
import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.error.RequestExcerpt;
import dev.agentlens.ingest.validation.Warning;
import dev.agentlens.ingest.validation.WarningKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The body of POST /events, {@code {"events": [...]}}, as it was sent. Other fields of the body are ignored.
 *
 * @param nonFinite by the index of the event, its NaN and Infinity values, which Python writes; they are read as null
 */
public record EventBatch(List<RawJson> events, Map<Integer, List<NonFiniteNumber>> nonFinite) {

    /** Of a field's name in a warning; names are the client's choice. */
    private static final int MAX_NAME_LENGTH = 100;

    /** Warnings that numbers of an event were read as null. */
    List<Warning> nonFinite(int index) {
        List<NonFiniteNumber> replaced = nonFinite.isEmpty() ? null : nonFinite.get(index);
        return replaced == null
                ? List.of()
                : replaced.stream().map(number -> warning(index, number)).toList();
    }

    private static Warning warning(int index, NonFiniteNumber number) {
        String field = ShortText.cut(ShortText.clean(number.field()), MAX_NAME_LENGTH);
        return new Warning(
                index,
                field,
                field + " holds " + number.token() + ", which JSON does not have; null was used",
                WarningKind.NON_FINITE);
    }

    /**
     * @param body UTF-8 JSON, already decompressed
     * @throws ApiException 400 if the body is malformed, is no object, has no {@code events} array, or holds more than
     *     {@code maxEvents}; nothing of it is then stored
     */
    public static EventBatch parse(byte[] body, int maxEvents) {
        Parse parse = new Parse(maxEvents);
        try {
            return JsonReader.readAllowingNonFinite(body, parse::batch);
        } catch (MalformedJsonException e) {
            throw ApiException.badRequest(parse.isWithinEvents() ? e.messageIn(parse.place()) : e.message());
        }
    }

    private static final class Parse {

        private static final int MAX_OTHERS = 5;

        private final int maxEvents;
        private final Map<Integer, List<NonFiniteNumber>> nonFinite = new HashMap<>();
        private final Set<String> others = new LinkedHashSet<>();
        private @Nullable List<RawJson> events;
        private int count;
        private boolean withinEvents;
        private boolean withinEvent;

        Parse(int maxEvents) {
            this.maxEvents = maxEvents;
        }

        EventBatch batch(JsonReader reader) {
            requireKind(reader, JsonKind.OBJECT, "The body");
            reader.object((name, value) -> {
                if (name.equals("events")) {
                    requireKind(value, JsonKind.ARRAY, "'events'");
                    List<RawJson> sent = new ArrayList<>();
                    count = 0;
                    nonFinite.clear();
                    withinEvents = true;
                    value.array(element -> add(element, sent));
                    withinEvents = false;
                    events = sent;
                } else {
                    value.value();
                    if (others.size() <= MAX_OTHERS) {
                        others.add(name);
                    }
                }
            });
            if (events == null) {
                throw ApiException.badRequest(
                        "The body must have an 'events' array: {\"events\": [...]}; it has " + otherFields());
            }
            if (count > maxEvents) {
                throw ApiException.badRequest("Batch too large: " + count + " events (max " + maxEvents + ")");
            }
            return new EventBatch(events, nonFinite);
        }

        boolean isWithinEvents() {
            return withinEvents;
        }

        /** Where the parser is, within the list. */
        String place() {
            return withinEvent
                    ? "events[" + count + "]"
                    : count == 0 ? "events" : "events after events[" + (count - 1) + "]";
        }

        private String otherFields() {
            return others.isEmpty()
                    ? "no field"
                    : others.stream()
                                    .limit(MAX_OTHERS)
                                    .map(RequestExcerpt::quoted)
                                    .collect(Collectors.joining(", "))
                            + (others.size() > MAX_OTHERS ? ", …" : "");
        }

        private void add(JsonReader element, List<RawJson> sent) {
            element.takeNonFinite();
            withinEvent = true;
            RawJson event = element.value();
            withinEvent = false;
            List<NonFiniteNumber> replaced = element.takeNonFinite();
            if (!replaced.isEmpty() && count < maxEvents) {
                nonFinite.put(count, replaced);
            }
            // Further ones are only counted, so that the error can give the actual number.
            if (++count <= maxEvents) {
                sent.add(event);
            }
        }

        private static void requireKind(JsonReader reader, JsonKind expected, String what) {
            if (reader.kind() != expected) {
                // Read first, so that malformed JSON is reported as such.
                throw ApiException.badRequest(what + " must be " + expected.described() + ", not "
                        + reader.value().kind().described());
            }
        }
    }
}
