/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.tables;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.projector.fold.LoggedEvent;
import java.util.List;

/** Makes the rows of the table {@code events}, for {@link EventTable#insert}. */
final class EventRows {

    private static final List<String> OWN_COLUMNS = List.of("input_data", "output_data", "tool_call", "decision_trace");
    private static final int COLUMNS = 16;

    private final CopyRow row = new CopyRow(COLUMNS);

    byte[] of(LoggedEvent logged) {
        AgentEvent event = logged.event();
        StepRecorded step = event instanceof StepRecorded recorded ? recorded : null;
        row.begin()
                .text(event.identity().sessionId())
                .text(event.identity().eventId())
                .text(event.eventType())
                .timestamptz(event.timestamp())
                .integer(logged.partition())
                .bigint(logged.offset())
                .bigint(logged.contentDigest())
                .bigint(step == null ? 0 : step.tokensIn())
                .bigint(step == null ? 0 : step.tokensOut())
                .text(step == null ? null : step.model())
                .numeric(step == null ? null : step.durationMs());
        for (String name : OWN_COLUMNS) {
            row.json(event.fields().get(name));
        }
        JsonObjectWriter extra = extra(event);
        return row.json(extra.isEmpty() ? null : extra.value()).bytes();
    }

    /** Every field that has no column of its own. */
    private static JsonObjectWriter extra(AgentEvent event) {
        JsonObjectWriter extra = new JsonObjectWriter(256);
        if (event.agentName() != null) {
            extra.string("agent_name", event.agentName());
        }
        event.fields().forEach((String name, RawJson value) -> {
            if (!OWN_COLUMNS.contains(name)) {
                extra.raw(name, value);
            }
        });
        return extra;
    }
}
