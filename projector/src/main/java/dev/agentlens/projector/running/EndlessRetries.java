/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import dev.agentlens.projector.ProjectorProperties;
import dev.agentlens.readmodel.positions.PartitionPositions;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.backoff.ExponentialBackOff;

/** Retries a batch until it succeeds, whatever the exception: dropping it would lose events. */
class EndlessRetries extends DefaultErrorHandler {

    private static final Logger log = LoggerFactory.getLogger(EndlessRetries.class);

    private final PartitionPositions positions;
    private final Duration pause;

    EndlessRetries(ProjectorProperties properties, PartitionPositions positions) {
        super(null, forever(properties));
        this.positions = positions;
        pause = properties.maxRetryBackoff();
        // By default some exceptions, such as ClassCastException, are not retried.
        setClassifications(Map.of(), true);
    }

    /** Handles exceptions of polling. */
    @Override
    public void handleOtherException(
            Exception failure, Consumer<?, ?> consumer, MessageListenerContainer container, boolean batchListener) {
        if (failure instanceof OffsetOutOfRangeException outOfRange) {
            outOfRange.partitions().forEach(partition -> positions.lost(consumer, partition, problem(outOfRange)));
            return;
        }
        log.error("Reading from Kafka failed, will try again", failure);
        try {
            ListenerUtils.stoppableSleep(container, pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String problem(OffsetOutOfRangeException failure) {
        return failure instanceof LogTruncationException
                ? "the log was cut off and written on: it has lost records that were projected"
                : "the log does not have the next offset to project";
    }

    private static ExponentialBackOff forever(ProjectorProperties properties) {
        ExponentialBackOff backOff =
                new ExponentialBackOff(properties.retryBackoff().toMillis(), 2);
        backOff.setMaxInterval(properties.maxRetryBackoff().toMillis());
        backOff.setMaxElapsedTime(Long.MAX_VALUE);
        return backOff;
    }
}
