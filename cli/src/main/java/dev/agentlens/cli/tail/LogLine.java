/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.SessionEnded;
import dev.agentlens.common.event.MalformedEventException;
import dev.agentlens.common.event.SessionStatus;
import dev.agentlens.common.vocabulary.ErrorTypes;
import dev.agentlens.readmodel.fold.SessionErasure;
import dev.agentlens.readmodel.log.RecordDecoder;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What one record of the log is: an event, or something that is none. */
sealed interface LogLine {

    String sessionId();

    /** Whether it reports a failure. */
    boolean isError();

    /**
     * @param agent whose event it is, as far as that is known; see {@link SessionAgents}
     * @param value as it is in the topic
     */
    record Event(AgentEvent event, @Nullable String agent, byte[] value) implements LogLine {

        @Override
        public String sessionId() {
            return event.identity().sessionId();
        }

        @Override
        public boolean isError() {
            return event instanceof SessionEnded end
                    ? end.status() != SessionStatus.COMPLETED
                    : ErrorTypes.include(event.eventType());
        }
    }

    /** That a session is erased. @param place such as {@code 3@1041}: partition and offset */
    record Erased(String sessionId, String place) implements LogLine {

        @Override
        public boolean isError() {
            return false;
        }
    }

    /**
     * A record that no projection can read.
     *
     * @param sessionId the record's key, whatever it is
     * @param place such as {@code 3@1041}: partition and offset
     */
    record Unreadable(String sessionId, String place, String reason) implements LogLine {

        @Override
        public boolean isError() {
            return true;
        }
    }

    /** @param agents receives what the record says of its session's agent */
    static LogLine of(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, SessionAgents agents) {
        String place = record.partition() + "@" + record.offset();
        Optional<SessionErasure> erasure = RecordDecoder.erasure(record);
        if (erasure.isPresent()) {
            return new Erased(erasure.get().sessionId(), place);
        }
        try {
            AgentEvent event = RecordDecoder.decode(record).event();
            byte[] value = record.value();
            return new Event(event, agents.agentOf(event), value == null ? new byte[0] : value);
        } catch (MalformedEventException e) {
            byte[] key = record.key();
            return new Unreadable(key == null ? "" : new String(key, UTF_8), place, String.valueOf(e.getMessage()));
        }
    }
}
