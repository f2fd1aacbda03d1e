/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.JsonReader;
import dev.agentlens.common.json.MalformedJsonException;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.edge.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of POST /events, {@code {"events": [...]}}, as it was sent. Other fields of the body are ignored. */
public record EventBatch(List<RawJson> events) {

    /**
     * @param body UTF-8 JSON, already decompressed
     * @throws ApiException 400 if the body is malformed, is no object, has no {@code events} array, or holds more than
     *     {@code maxEvents}; nothing of it is then stored
     */
    public static EventBatch parse(byte[] body, int maxEvents) {
        try {
            return JsonReader.read(body, reader -> new Parse(maxEvents).batch(reader));
        } catch (MalformedJsonException e) {
            throw ApiException.badRequest(e.message());
        }
    }

    private static final class Parse {

        private final int maxEvents;
        private @Nullable List<RawJson> events;
        private int count;

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
                    value.array(element -> add(element, sent));
                    events = sent;
                } else {
                    value.value();
                }
            });
            if (events == null) {
                throw ApiException.badRequest("The body must have an 'events' array: {\"events\": [...]}");
            }
            if (count > maxEvents) {
                throw ApiException.badRequest("Batch too large: " + count + " events (max " + maxEvents + ")");
            }
            return new EventBatch(events);
        }

        private void add(JsonReader element, List<RawJson> sent) {
            RawJson event = element.value();
            // Those beyond are only counted, so that the error can name the true size.
            if (++count <= maxEvents) {
                sent.add(event);
            }
        }

        private static void requireKind(JsonReader reader, JsonKind expected, String what) {
            if (reader.kind() != expected) {
                // Read first: what is no JSON at all is told as that.
                throw ApiException.badRequest(what + " must be " + expected.described() + ", not "
                        + reader.value().kind().described());
            }
        }
    }
}
