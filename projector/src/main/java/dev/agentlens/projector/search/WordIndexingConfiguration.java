/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.search;

import dev.agentlens.projector.lag.LagMeter;
import dev.agentlens.readmodel.tables.WordIndexing;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.config.FixedDelayTask;

@Configuration(proxyBeanMethods = false)
class WordIndexingConfiguration {

    /** Not through the projection's connections, which must be free for it. */
    @Bean
    FixedDelayTask wordIndexing(DataSource dataSource, LagMeter lagMeter) {
        WordIndexingJob job = new WordIndexingJob(new WordIndexing(dataSource), lagMeter::lag);
        return new FixedDelayTask(job, WordIndexingJob.PERIOD, WordIndexingJob.PERIOD);
    }
}
