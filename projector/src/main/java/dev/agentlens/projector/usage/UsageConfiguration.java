/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.usage;

import dev.agentlens.prices.PriceList;
import dev.agentlens.readmodel.tables.PriceTable;
import dev.agentlens.readmodel.tables.UsageCompaction;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class UsageConfiguration {

    /** Adopted before the projection starts. */
    @Bean
    @DependsOnDatabaseInitialization
    PriceTable adoptedPrices(DataSource dataSource, PriceProperties properties) {
        PriceList shipped = PriceList.shipped();
        Path file = properties.file();
        PriceTable table = new PriceTable(dataSource);
        table.adopt(file == null || file.toString().isBlank() ? shipped : shipped.with(file));
        return table;
    }

    /** Not through the projection's connections, which must be free for it. */
    @Bean
    UsageCompactionJob usageCompactionJob(DataSource dataSource) {
        return new UsageCompactionJob(new UsageCompaction(dataSource));
    }
}
