/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.ingest.IngestApplication;
import dev.agentlens.ingest.publish.RecordLog;
import dev.agentlens.projector.ProjectorApplication;
import dev.agentlens.projector.lag.LogEnds;
import dev.agentlens.query.QueryApplication;
import dev.agentlens.query.cache.ReadCache;
import dev.agentlens.readmodel.log.LogFlush;
import dev.agentlens.readmodel.log.RecentEvents;
import dev.agentlens.readmodel.progress.ProjectionProgress;
import dev.agentlens.standalone.start.StandaloneProcess;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.HttpHandler;

/** The three roles in one context, on one port. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableConfigurationProperties(StandaloneProperties.class)
@Import({IngestApplication.class, ProjectorApplication.class, QueryApplication.class})
public class StandaloneRoles {

    @Bean
    ReadyBeforeServing readyBeforeServing(
            @Qualifier("kafkaHealthIndicator") HealthIndicator kafka,
            @Qualifier("projectionHealthIndicator") HealthIndicator projection,
            LogEnds logEnds,
            ProjectionProgress progress) {
        return new ReadyBeforeServing(List.of(kafka, projection), logEnds, progress);
    }

    @Bean(StandaloneProcess.OTLP_LISTENER)
    OtlpListener otlpListener(
            @Value("${" + StandaloneProcess.OTLP_PORT + ":0}") int port,
            @Value("${" + StandaloneProcess.OTLP_PORT_REQUIRED + ":true}") boolean required,
            HttpHandler api,
            AutowireCapableBeanFactory beans) {
        return new OtlpListener(port, required, api, beans);
    }

    @Bean
    @ConditionalOnBean(EmbeddedKafka.class)
    RecordLog localRecordLog(EmbeddedKafka kafka, RecentEvents recent) {
        return new LocalRecordLog(kafka, recent);
    }

    @Bean
    @ConditionalOnBean(EmbeddedKafka.class)
    LogFlush logFlush(EmbeddedKafka kafka) {
        return () -> kafka.log().ifPresent(log -> log.flushed().join());
    }

    @Bean
    UnprojectedEvents unprojectedEvents(ProjectionProgress progress, StandaloneProperties properties) {
        return new UnprojectedEvents(progress, properties.maxLag());
    }

    /** Other processes may change the tables of an external database without notifying this one. */
    @Bean
    @ConditionalOnBooleanProperty(StandaloneProcess.EMBEDDED_DATABASE)
    CachedReads cachedReads(ReadCache cache, ProjectionProgress progress, StandaloneProperties properties) {
        CachedReads reads = new CachedReads(cache);
        progress.addListener(reads);
        cache.setCapacity(properties.readCacheSize().toBytes());
        return reads;
    }

    @Bean
    ReadYourWritesFilter readYourWritesFilter(UnprojectedEvents events) {
        return new ReadYourWritesFilter(events);
    }
}
