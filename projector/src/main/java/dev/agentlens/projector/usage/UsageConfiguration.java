/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.usage;

import dev.agentlens.projector.lag.LagMeter;
import dev.agentlens.readmodel.tables.PriceTable;
import dev.agentlens.readmodel.tables.UsageCompaction;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.config.FixedDelayTask;

@Configuration(proxyBeanMethods = false)
class UsageConfiguration {

    @Bean
    PriceAdoption priceAdoption(DataSource dataSource, PriceProperties properties) {
        return new PriceAdoption(new PriceTable(dataSource), properties);
    }

    /** Not through the projection's connections, which must be free for it. */
    @Bean
    UsageCompactionJob usageCompactionJob(DataSource dataSource, LagMeter lagMeter) {
        return new UsageCompactionJob(new UsageCompaction(dataSource), lagMeter::lag);
    }

    @Bean
    FixedDelayTask usageCompaction(UsageCompactionJob job) {
        // Not at once: at a first start there are no tables yet.
        return new FixedDelayTask(job, UsageCompactionJob.PERIOD, UsageCompactionJob.PERIOD);
    }
}
