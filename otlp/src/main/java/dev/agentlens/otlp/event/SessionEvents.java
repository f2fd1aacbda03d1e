/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.otlp.json.JsonText;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import org.jspecify.annotations.Nullable;

/** The start and end of a session, from its root span. */
final class SessionEvents {

    private SessionEvents() {}

    static RawJson start(
            Span root, SpanTimes times, @Nullable String agent, @Nullable String conversationId, Sender sender) {
        JsonText json = open(root, AgentEvent.SESSION_START, ":start", agent, conversationId);
        if (times.startNanos() != 0) {
            json.field("timestamp", SpanTimes.text(times.startNanos()));
        }
        sender.appendMetadata(json);
        return json.endObject().value();
    }

    static RawJson end(Span root, SpanTimes times, @Nullable String agent, @Nullable String conversationId) {
        boolean failed = root.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
        return open(root, AgentEvent.SESSION_END, ":end", agent, conversationId)
                .field("ended_at", SpanTimes.text(times.endNanos()))
                .field("status", failed ? "error" : "completed")
                .endObject()
                .value();
    }

    private static JsonText open(
            Span root, String type, String suffix, @Nullable String agent, @Nullable String conversationId) {
        JsonText json = new JsonText(512)
                .startObject()
                .field("session_id", Ids.hex(root.getTraceId()))
                .field("event_id", Ids.hex(root.getSpanId()) + suffix)
                .field("event_type", type);
        if (agent != null) {
            json.field("agent_name", agent);
        }
        if (conversationId != null) {
            json.field("conversation_id", conversationId);
        }
        return json;
    }
}
