/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.cli.redrive.Decision;
import dev.agentlens.cli.redrive.Decision.LeaveAlone;
import dev.agentlens.cli.redrive.Decision.Send;
import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a rejected event is sent again: the same at each time, so that it is one event however often it is sent.
 * Where the API would give it a new id, it gets one that is derived from its place in the topic. Where the API derives the
 * id from the content (starts and ends of sessions, spans), that is left to it: so copies of an event that its client
 * resent are recognised. An event without a time happened when it was received; a span's content is left as it is.
 */
final class RejectedDecision {

    private final String topicId;
    private final Map<String, RawJson> changes;

    /**
     * @param topicId Kafka's id of the topic of rejected events
     * @param changes fields to set before sending
     */
    RejectedDecision(String topicId, Map<String, RawJson> changes) {
        this.topicId = topicId;
        this.changes = changes;
    }

    Decision<RawJson> on(RejectedEvent rejected) {
        if (!rejected.isObject()) {
            return new LeaveAlone<>(rejected.reason());
        }
        Map<String, RawJson> fields = new LinkedHashMap<>(rejected.fields());
        fields.putAll(changes);
        boolean border = isBorderOfSession(fields.get("event_type"));
        boolean hasId = !isAbsent(fields.get("event_id"));
        boolean span = !border && !isAbsent(fields.get("span_id"));
        if (!hasId && !border && !span) {
            fields.put("event_id", RawJson.ofString(idOf(rejected)));
        }
        if (isAbsent(fields.get("timestamp")) && isAbsent(fields.get("ended_at")) && (hasId || !span)) {
            fields.put("timestamp", RawJson.ofString(rejected.time().toString()));
        }
        return new Send<>(
                new JsonObjectWriter(1024).raw(fields).value(),
                changes.isEmpty() ? null : "with " + String.join(", ", changes.keySet()) + " set");
    }

    private String idOf(RejectedEvent rejected) {
        return "rejected-" + UUID.nameUUIDFromBytes((topicId + "/" + rejected.place()).getBytes(UTF_8));
    }

    private static boolean isBorderOfSession(@Nullable RawJson eventType) {
        String type = eventType == null ? null : eventType.string();
        return AgentEvent.SESSION_START.equals(type) || AgentEvent.SESSION_END.equals(type);
    }

    private static boolean isAbsent(@Nullable RawJson value) {
        return value == null || value.isNull() || "".equals(value.string());
    }
}
