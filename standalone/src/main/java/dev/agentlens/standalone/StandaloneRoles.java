/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import dev.agentlens.ingest.IngestApplication;
import dev.agentlens.ingest.publish.VisibilityBarrier;
import dev.agentlens.projector.ProjectorApplication;
import dev.agentlens.projector.consumer.ProjectionProgress;
import dev.agentlens.query.QueryApplication;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Mono;

/** The three roles in one context, on one port. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({IngestApplication.class, ProjectorApplication.class, QueryApplication.class})
public class StandaloneRoles {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    @Bean
    ReadyBeforeServing readyBeforeServing(
            @Qualifier("kafkaHealthIndicator") HealthIndicator kafka,
            @Qualifier("projection") HealthIndicator projection) {
        return new ReadyBeforeServing(List.of(kafka, projection));
    }

    /** Here writer and reader are one: an answer to POST /events waits until the batch can be read back. */
    @Bean
    VisibilityBarrier untilProjected(ProjectionProgress progress) {
        return published ->
                Mono.fromFuture(() -> progress.reaches(published.nextOffsets())).timeout(LONGEST_WAIT, Mono.empty());
    }
}
