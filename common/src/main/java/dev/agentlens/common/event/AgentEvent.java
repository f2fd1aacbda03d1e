/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.event;

import dev.agentlens.common.json.RawJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One validated, normalised event of an agent, as it is in the topic. Times are UTC with microseconds. Fields without a type
 * are kept in {@code fields}, in the order they were sent, exactly as they were sent.
 */
public sealed interface AgentEvent {

    /** {@code event_type} of a {@link SessionStarted}. */
    String SESSION_START = "session_start";

    /** {@code event_type} of a {@link SessionEnded}. */
    String SESSION_END = "session_end";

    EventIdentity identity();

    String eventType();

    Instant timestamp();

    /** The values of those {@link EventField}s that an event of this kind carries. */
    TypedFields typed();

    Map<String, RawJson> fields();

    default @Nullable String agentName() {
        return typed().text(EventField.AGENT_NAME);
    }

    default @Nullable String conversationId() {
        return typed().text(EventField.CONVERSATION_ID);
    }

    /** A session begins; of several, the earliest decides the session's start, agent and metadata. */
    record SessionStarted(EventIdentity identity, Instant timestamp, TypedFields typed, Map<String, RawJson> fields)
            implements AgentEvent {

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
     */
    record SessionEnded(
            EventIdentity identity,
            Instant timestamp,
            TypedFields typed,
            Instant endedAt,
            SessionStatus status,
            Map<String, RawJson> fields)
            implements AgentEvent {

        @Override
        public String eventType() {
            return SESSION_END;
        }
    }

    /** Anything that happened within a session: an LLM call, a tool call, a decision, an error, or any other type. */
    record StepRecorded(
            EventIdentity identity, String eventType, Instant timestamp, TypedFields typed, Map<String, RawJson> fields)
            implements AgentEvent {

        public @Nullable String model() {
            return typed.text(EventField.MODEL);
        }

        public long tokensIn() {
            return typed.count(EventField.TOKENS_IN);
        }

        public long tokensOut() {
            return typed.count(EventField.TOKENS_OUT);
        }

        /** With its fraction, not negative. */
        public @Nullable BigDecimal durationMs() {
            return typed.milliseconds(EventField.DURATION_MS);
        }
    }
}
