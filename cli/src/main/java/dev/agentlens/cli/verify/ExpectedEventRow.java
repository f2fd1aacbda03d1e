/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import dev.agentlens.cli.verify.EventRow.Texts;
import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** What an event of the log must stand as in {@code events}: said a second time, apart from the projector's own way. */
final class ExpectedEventRow {

    private ExpectedEventRow() {}

    /** @param texts of the event as it stands in the log; {@code event} itself may have been stripped of them */
    static EventRow of(AgentEvent event, int partition, long offset, long contentDigest, Texts texts) {
        StepRecorded step = event instanceof StepRecorded s ? s : null;
        return new EventRow(
                event.identity(),
                event.eventType(),
                event.timestamp(),
                partition,
                offset,
                contentDigest,
                step == null ? 0 : step.tokensIn(),
                step == null ? 0 : step.tokensOut(),
                step == null ? null : step.model(),
                step == null || step.durationMs() == null
                        ? null
                        : step.durationMs().toPlainString(),
                texts);
    }

    /** Each in its column as it was sent; all fields that have no column of their own together in {@code extra}. */
    static Texts texts(AgentEvent event) {
        MessageDigest sha256 = TextHash.sha256();
        return new Texts(
                hash(event.fields().get("input_data"), sha256),
                hash(event.fields().get("output_data"), sha256),
                hash(event.fields().get("tool_call"), sha256),
                hash(event.fields().get("decision_trace"), sha256),
                extra(event, sha256));
    }

    private static @Nullable TextHash extra(AgentEvent event, MessageDigest sha256) {
        JsonObjectWriter extra = new JsonObjectWriter(256);
        boolean empty = event.agentName() == null;
        if (event.agentName() != null) {
            extra.string("agent_name", event.agentName());
        }
        for (var field : event.fields().entrySet()) {
            switch (field.getKey()) {
                case "input_data", "output_data", "tool_call", "decision_trace" -> {}
                default -> {
                    extra.raw(field.getKey(), field.getValue());
                    empty = false;
                }
            }
        }
        return empty ? null : hash(extra.value(), sha256);
    }

    private static @Nullable TextHash hash(@Nullable RawJson json, MessageDigest sha256) {
        if (json == null) {
            return null;
        }
        json.updateDigest(sha256);
        return TextHash.of(sha256);
    }
}
