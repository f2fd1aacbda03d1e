/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.EventField;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.readmodel.fold.LoggedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the rows of the table {@code events}, for {@link EventTable#copy}. */
final class EventRows {

    /** The fields that have a column of their name, in the order of the columns. */
    static final List<String> OWN_COLUMNS = List.of("input_data", "output_data", "tool_call", "decision_trace");

    /** Typed fields that are among the others. */
    private static final List<EventField> WITHOUT_COLUMN = List.of(EventField.AGENT_NAME, EventField.CONVERSATION_ID);

    private static final int COLUMNS = 21;

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
        return row.json(extra(event))
                .bigintOrNull(event.typed().count(EventField.CACHE_READ_TOKENS))
                .bigintOrNull(event.typed().count(EventField.CACHE_WRITE_TOKENS))
                .bigintOrNull(event.typed().count(EventField.REASONING_TOKENS))
                .textArray(logged.reading().tools(), true)
                .trueOrNull(logged.reading().failed())
                .bytes();
    }

    /** Every field that has no column of its own; null where there is none. */
    static @Nullable RawJson extra(AgentEvent event) {
        JsonObjectWriter extra = null;
        for (EventField name : WITHOUT_COLUMN) {
            String text = event.typed().text(name);
            if (text != null) {
                extra = (extra == null ? new JsonObjectWriter(256) : extra).string(name.wireName(), text);
            }
        }
        for (var field : event.fields().entrySet()) {
            if (!OWN_COLUMNS.contains(field.getKey())) {
                extra = (extra == null ? new JsonObjectWriter(256) : extra).raw(field.getKey(), field.getValue());
            }
        }
        return extra == null ? null : extra.value();
    }
}
