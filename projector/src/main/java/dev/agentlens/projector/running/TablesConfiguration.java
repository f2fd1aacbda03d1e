/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.agentlens.projector.ProjectorProperties;
import dev.agentlens.readmodel.tables.ReadSchema;
import dev.agentlens.readmodel.tables.ReadTables;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The connections that the projection writes through, and the schema is made with: its own, so that no reader can use them
 * up, and no reader's limits hold for them.
 */
@Configuration(proxyBeanMethods = false)
class TablesConfiguration {

    @Bean(defaultCandidate = false)
    @FlywayDataSource
    HikariDataSource projectionDataSource(DataSourceProperties database, ProjectorProperties properties) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("projection");
        config.setJdbcUrl(database.determineUrl());
        config.setUsername(database.determineUsername());
        config.setPassword(database.determinePassword());
        config.setSchema(ReadSchema.LIVE);
        // Two for each consumer thread: one writes, the other reads positions.
        config.setMaximumPoolSize(2 * properties.concurrency());
        config.setMinimumIdle(0);
        config.setConnectionTimeout(5_000);
        config.setInitializationFailTimeout(-1);
        // A lost connection must fail after a while; otherwise its thread would wait forever.
        config.addDataSourceProperty("socketTimeout", 60);
        config.addDataSourceProperty("tcpKeepAlive", true);
        // Rows and offset roll back together and the log refills them, so the commit need not wait for the disk. And a
        // projector that is frozen in mid-transaction must not hold its partitions' rows against the one that took
        // over. Every statement looks rows up by their keys, so one plan serves all values: PostgreSQL would else plan
        // each again, which takes longer than to run it, since it estimates one row in place of a thousand then. A plan
        // may be made while a table is small, and must not scan it for the rest of the connection.
        config.setConnectionInitSql("""
                set synchronous_commit = off;
                set idle_in_transaction_session_timeout = '10s';
                set plan_cache_mode = force_generic_plan;
                set enable_seqscan = off
                """);
        return new HikariDataSource(config);
    }

    @Bean
    ReadTables readTables(@Qualifier("projectionDataSource") HikariDataSource dataSource) {
        return new ReadTables(dataSource);
    }
}
