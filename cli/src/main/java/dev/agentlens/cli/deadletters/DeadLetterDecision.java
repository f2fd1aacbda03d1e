/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.deadletters;

import dev.agentlens.cli.redrive.Decision;
import dev.agentlens.cli.redrive.Decision.LeaveAlone;
import dev.agentlens.cli.redrive.Decision.Send;
import dev.agentlens.cli.terminal.PrettyPrinter;
import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.event.MalformedEventException;
import dev.agentlens.readmodel.log.RecordDecoder;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Whether a dead letter can be projected by now, and as which record. */
final class DeadLetterDecision {

    private final boolean force;

    /** @param force whether to send records that are still invalid too */
    DeadLetterDecision(boolean force) {
        this.force = force;
    }

    Decision<ProducerRecord<byte[], byte[]>> on(DeadLetter letter) {
        ConsumerRecord<byte @Nullable [], byte @Nullable []> original = letter.original();
        try {
            RecordDecoder.decode(original);
            return new Send<>(record(original, original.key()), null);
        } catch (MalformedEventException e) {
            return rekeyed(original)
                    .orElseGet(() -> force
                            ? new Send<>(
                                    record(original, original.key()), "though it cannot be read: " + e.getMessage())
                            : new LeaveAlone<>(String.valueOf(e.getMessage())));
        }
    }

    /** A valid event under a wrong key: its session id is the right key. */
    private static Optional<Decision<ProducerRecord<byte[], byte[]>>> rekeyed(
            ConsumerRecord<byte @Nullable [], byte @Nullable []> original) {
        byte[] value = original.value();
        if (value == null) {
            return Optional.empty();
        }
        try {
            AgentEvent event = AgentEventCodec.decode(value);
            byte[] key = EventTopic.key(event.identity().sessionId());
            if (Arrays.equals(key, original.key())) {
                return Optional.empty();
            }
            RecordDecoder.decode(withKey(original, key));
            return Optional.of(new Send<>(
                    record(original, key),
                    "with its session_id " + event.identity().sessionId() + " as key in place of "
                            + PrettyPrinter.value(original.key())));
        } catch (MalformedEventException e) {
            return Optional.empty();
        }
    }

    private static ConsumerRecord<byte @Nullable [], byte @Nullable []> withKey(
            ConsumerRecord<byte @Nullable [], byte @Nullable []> original, byte[] key) {
        return new ConsumerRecord<>(
                original.topic(),
                original.partition(),
                original.offset(),
                original.timestamp(),
                original.timestampType(),
                original.serializedKeySize(),
                original.serializedValueSize(),
                key,
                original.value(),
                original.headers(),
                original.leaderEpoch());
    }

    private static ProducerRecord<byte[], byte[]> record(
            ConsumerRecord<byte @Nullable [], byte @Nullable []> original, byte @Nullable [] key) {
        Long timestamp = original.timestamp() < 0 ? null : original.timestamp();
        return new ProducerRecord<>(EventTopic.EVENTS, null, timestamp, key, original.value(), original.headers());
    }
}
