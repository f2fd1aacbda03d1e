/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.erase;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.EventTopicProducer;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.common.event.EventTopic;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/** Writes the record that erases a session (docs/topic.md, "Erased sessions"). */
final class ErasureWriter {

    private static final byte @Nullable [] NOTHING = null;

    private ErasureWriter() {}

    /**
     * Returns where it is, once it is acknowledged.
     *
     * @throws CommandFailedException if it is not
     */
    static RecordMetadata write(RunningSystem system, String sessionId, Instant now) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(EventTopic.EVENTS, EventTopic.key(sessionId), NOTHING);
        EventTopic.erasureHeaders(sessionId, UUID.randomUUID().toString(), now)
                .forEach((name, value) -> record.headers().add(name, value));
        try (KafkaProducer<byte[], byte[]> producer = EventTopicProducer.open(system)) {
            return producer.send(record).get();
        } catch (ExecutionException e) {
            throw notWritten(system, NestedExceptionUtils.getMostSpecificCause(e));
        } catch (KafkaException e) {
            throw notWritten(system, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("Interrupted; start the same command again", e);
        }
    }

    private static CommandFailedException notWritten(RunningSystem system, Throwable cause) {
        return new CommandFailedException(
                "Kafka at " + system.kafka() + " did not acknowledge the erasure (" + cause.getMessage()
                        + "); start the same command again, twice does no harm",
                cause);
    }
}
