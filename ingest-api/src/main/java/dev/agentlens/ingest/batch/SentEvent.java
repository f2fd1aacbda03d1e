/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import java.util.Map;

/** One element of {@code events} as its client sent it, nothing of it checked yet. */
public sealed interface SentEvent {

    /** The element as one line of JSON. */
    RawJson json();

    /** What an event should be: an object, with its fields in the order sent. */
    record SentObject(Map<String, RawJson> fields) implements SentEvent {

        @Override
        public RawJson json() {
            return new JsonObjectWriter((int) Math.min(size(), 1 << 24))
                    .raw(fields)
                    .value();
        }

        /** Bytes of its JSON without white space, names not counting their escapes. */
        long size() {
            return 2
                    + fields.entrySet().stream()
                            .mapToLong(field -> field.getKey().length()
                                    + 4L
                                    + field.getValue().length())
                            .sum();
        }
    }

    /** Any other JSON value. */
    record SentOther(RawJson value) implements SentEvent {

        @Override
        public RawJson json() {
            return value;
        }
    }
}
