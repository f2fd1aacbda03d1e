/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.event;

import dev.agentlens.common.json.RawJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One validated, normalised event of an agent, as it stands in the topic. Times are UTC with microseconds. Fields that
 * no component names are kept in {@code fields}, in the order they were sent, exactly as they were sent.
 */
public sealed interface AgentEvent {

    /** {@code event_type} of a {@link SessionStarted}. */
    String SESSION_START = "session_start";

    /** {@code event_type} of a {@link SessionEnded}. */
    String SESSION_END = "session_end";

    EventIdentity identity();

    String eventType();

    Instant timestamp();

    @Nullable
    String agentName();

    Map<String, RawJson> fields();

    /** A session begins; of several, the earliest decides the session's start, agent and metadata. */
    record SessionStarted(
            EventIdentity identity,
            Instant timestamp,
            @Nullable String agentName,
            Map<String, RawJson> fields) implements AgentEvent {

        @Override
        public String eventType() {
            return SESSION_START;
        }

        /** JSON of any kind; null where none was sent. */
        public @Nullable RawJson metadata() {
            return fields.get("metadata");
        }
    }

    /**
     * A session ends; of several, the latest decides.
     *
     * @param endedAt the end that counts: the declared one, else the timestamp
     * @param totalTokensIn declared total, 0 where none was
     * @param totalTokensOut declared total, 0 where none was
     */
    record SessionEnded(
            EventIdentity identity,
            Instant timestamp,
            @Nullable String agentName,
            Instant endedAt,
            SessionStatus status,
            long totalTokensIn,
            long totalTokensOut,
            Map<String, RawJson> fields)
            implements AgentEvent {

        @Override
        public String eventType() {
            return SESSION_END;
        }
    }

    /**
     * Anything that happened within a session: an LLM call, a tool call, a decision, an error, or any other type.
     *
     * @param durationMs milliseconds with their fraction, not negative
     */
    record StepRecorded(
            EventIdentity identity,
            String eventType,
            Instant timestamp,
            @Nullable String agentName,
            @Nullable String model,
            long tokensIn,
            long tokensOut,
            @Nullable BigDecimal durationMs,
            Map<String, RawJson> fields)
            implements AgentEvent {}
}
