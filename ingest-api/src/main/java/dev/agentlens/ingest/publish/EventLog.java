/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.position.LogPosition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Which log the events topic is. A topic that is deleted and re-created is another log, and has another id. */
@Component
class EventLog {

    private static final Logger log = LoggerFactory.getLogger(EventLog.class);
    private static final int CALL_TIMEOUT_S = 10;

    private volatile @Nullable String topicId;

    /** Null where there is none: no event, or Kafka has not reported yet which log it is. */
    @Nullable
    LogPosition position(Map<Integer, Long> nextOffsets) {
        String known = topicId;
        return known == null || nextOffsets.isEmpty() ? null : new LogPosition(known, nextOffsets);
    }

    /**
     * Asks Kafka for the topic's id. A broker that does not respond has not changed it.
     *
     * @return whether the id is known
     */
    boolean refresh(Admin admin) throws InterruptedException {
        try {
            String reported = admin.describeTopics(List.of(EventTopic.EVENTS))
                    .topicNameValues()
                    .values()
                    .iterator()
                    .next()
                    .get(CALL_TIMEOUT_S, TimeUnit.SECONDS)
                    .topicId()
                    .toString();
            if (topicId != null && !reported.equals(topicId)) {
                log.warn(
                        "The topic {} was replaced by a new one; positions are of the new one from now on. The read"
                                + " tables have to be rebuilt from it",
                        EventTopic.EVENTS);
            }
            topicId = reported;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                topicId = null;
            }
            log.debug("Kafka did not report the id of the events topic", e);
        } catch (TimeoutException | KafkaException e) {
            log.debug("Kafka did not report the id of the events topic", e);
        }
        return topicId != null;
    }
}
