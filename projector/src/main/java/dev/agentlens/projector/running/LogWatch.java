/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import dev.agentlens.readmodel.log.TopicIdentity;
import dev.agentlens.readmodel.positions.StoppedPartitions;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/**
 * Re-positions the partitions when the topic was replaced, which the consumer itself would not notice. Retries stopped
 * partitions at intervals: they continue when the cause is fixed.
 */
class LogWatch implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(LogWatch.class);
    static final Duration PERIOD = Duration.ofSeconds(5);

    private final TopicIdentity topic;
    private final StoppedPartitions stopped;
    private final ConcurrentMessageListenerContainer<?, ?> container;
    private final long periodsBetweenTries;
    private @Nullable String seen;
    private long periodsStopped;

    /** @param stoppedRetry time between tries of stopped partitions */
    LogWatch(
            TopicIdentity topic,
            StoppedPartitions stopped,
            ConcurrentMessageListenerContainer<?, ?> container,
            Duration stoppedRetry) {
        this.topic = topic;
        this.stopped = stopped;
        this.container = container;
        periodsBetweenTries = stoppedRetry.dividedBy(PERIOD);
    }

    @Override
    public void run() {
        try {
            String present = topic.id();
            boolean replaced = seen != null && !seen.equals(present);
            seen = present;
            periodsStopped = stopped.any() ? periodsStopped + 1 : 0;
            if (replaced || periodsStopped >= periodsBetweenTries) {
                periodsStopped = 0;
                container.enforceRebalance();
            }
        } catch (KafkaException e) {
            log.debug("Kafka does not answer; the consumers say so", e);
        }
    }
}
