/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import dev.agentlens.common.event.EventTopic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/** Up while the brokers respond for the events topic within 2 s; {@code kafka} in the readiness probe. */
@Component
class KafkaHealthIndicator extends AbstractHealthIndicator implements DisposableBean {

    private static final int TIMEOUT_MS = 2_000;

    private final Admin admin;

    KafkaHealthIndicator(KafkaProperties kafka) {
        super("Kafka does not answer");
        Map<String, Object> config = kafka.buildAdminProperties();
        config.put("default.api.timeout.ms", TIMEOUT_MS);
        config.put("request.timeout.ms", TIMEOUT_MS);
        this.admin = Admin.create(config);
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws Exception {
        try {
            int partitions = admin
                    .describeTopics(List.of(EventTopic.EVENTS))
                    .allTopicNames()
                    .get(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .values()
                    .stream()
                    .mapToInt(topic -> topic.partitions().size())
                    .sum();
            builder.up().withDetail("topic", EventTopic.EVENTS).withDetail("partitions", partitions);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
            // Normal for a moment after a first start: no warning.
            builder.down().withDetail("topic", EventTopic.EVENTS + " is not there yet");
        }
    }

    @Override
    public void destroy() {
        admin.close();
    }
}
