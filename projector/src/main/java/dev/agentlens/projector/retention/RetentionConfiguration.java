/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.retention;

import dev.agentlens.readmodel.progress.ProjectionProgress;
import dev.agentlens.readmodel.tables.SessionExpiry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.config.FixedDelayTask;

@Configuration(proxyBeanMethods = false)
class RetentionConfiguration {

    /** Not through the projection's connections, which must be free for it. */
    @Bean
    FixedDelayTask retentionJob(
            DataSource dataSource, RetentionProperties properties, MeterRegistry meters, ProjectionProgress progress) {
        RetentionJob job = new RetentionJob(
                new SessionExpiry(dataSource), properties, Clock.systemUTC(), meters, progress::expired);
        return new FixedDelayTask(job, RetentionJob.PERIOD, RetentionJob.FIRST);
    }
}
