/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import dev.agentlens.projector.ProjectorProperties;
import dev.agentlens.readmodel.progress.ProjectionProgress;
import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sessions are published through connections of their own, not through the projection's. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "agentlens.projector.sessions-topic", matchIfMissing = true)
class ChangelogConfiguration {

    /** Some 10 MB. */
    private static final int MAX_SESSIONS = 50_000;

    @Bean
    ChangelogTimer sessionChangelog(
            KafkaProperties kafka,
            DataSource dataSource,
            ProjectionProgress progress,
            ProjectorProperties properties,
            MeterRegistry meters) {
        UnpublishedSessions unpublished = new UnpublishedSessions(MAX_SESSIONS);
        progress.addListener(unpublished);
        return new ChangelogTimer(
                kafka.buildConsumerProperties(),
                kafka.buildProducerProperties(),
                new StateTable(JdbcClient.create(dataSource)),
                unpublished,
                properties,
                meters);
    }
}
