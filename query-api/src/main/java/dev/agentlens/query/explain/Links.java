/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.query.session.JsonFields;
import dev.agentlens.query.session.TraceEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The span links of an event.
 *
 * @param eventId its own id, which a child may also use as its parent
 * @param spanId null if it is not a span
 * @param parentSpanId null if it has no parent
 */
record Links(
        String eventId, @Nullable String spanId, @Nullable String parentSpanId) {

    static Links of(TraceEvent event) {
        Map<String, RawJson> fields = JsonFields.of(event.extra());
        return new Links(event.eventId(), id(fields, "span_id"), id(fields, "parent_span_id"));
    }

    private static @Nullable String id(Map<String, RawJson> fields, String name) {
        RawJson value = fields.get(name);
        String id = value == null ? null : value.string();
        return id == null || id.isBlank() ? null : id;
    }
}
