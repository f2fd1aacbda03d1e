/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.EventField;
import dev.agentlens.common.event.TypedFields;
import java.time.Instant;

/**
 * An ordinary event, as far as rollups count it: what its row keeps of it, so that what was added can be subtracted.
 *
 * @param typed those of its fields that are counted
 */
public record CountedEvent(Instant at, String eventType, TypedFields typed, EventReading reading) {

    static CountedEvent of(StepRecorded step, EventReading reading) {
        return new CountedEvent(step.timestamp(), step.eventType(), step.typed(), reading);
    }

    long count(EventField field) {
        return typed.count(field);
    }
}
