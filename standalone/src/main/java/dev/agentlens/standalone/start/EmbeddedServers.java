/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.start;

import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.embedded.EmbeddedPostgres;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The Kafka broker and the PostgreSQL server that no setting replaces by real ones. */
final class EmbeddedServers implements AutoCloseable {

    private static final int MAX_DATABASE_CONNECTIONS = 50;

    private final @Nullable EmbeddedKafka kafka;
    private final @Nullable EmbeddedPostgres postgres;

    private EmbeddedServers(@Nullable EmbeddedKafka kafka, @Nullable EmbeddedPostgres postgres) {
        this.kafka = kafka;
        this.postgres = postgres;
    }

    /** Starts them side by side; returns when both serve. Where one fails, the other is stopped. */
    static EmbeddedServers start(Settings settings, DataDirectory directory) {
        CompletableFuture<@Nullable EmbeddedPostgres> postgres = CompletableFuture.supplyAsync(
                () -> settings.database() == null ? postgres(directory) : null, EmbeddedServers::inItsOwnThread);
        @Nullable EmbeddedKafka kafka = null;
        try {
            kafka = settings.kafka() == null ? kafka(settings, directory) : null;
            return new EmbeddedServers(kafka, postgres.join());
        } catch (RuntimeException e) {
            @Nullable EmbeddedPostgres other = settled(postgres);
            new EmbeddedServers(kafka, other).close();
            throw e instanceof CompletionException && e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Settings of the roles that lead to these servers, by property. */
    Map<String, Object> properties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        if (kafka != null) {
            properties.put("spring.kafka.bootstrap-servers", kafka.bootstrapServers());
        }
        if (postgres != null) {
            properties.put("spring.datasource.url", postgres.jdbcUrl());
            properties.put("spring.datasource.username", postgres.username());
            properties.put("spring.datasource.password", postgres.password());
        }
        return properties;
    }

    @Override
    public void close() {
        if (kafka != null) {
            kafka.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    private static EmbeddedKafka kafka(Settings settings, DataDirectory directory) {
        EmbeddedKafka kafka = EmbeddedKafka.start(
                new EmbeddedKafka.Settings(directory.kafka(), directory.kafkaPort(), settings.flushEachAppend()));
        directory.rememberKafkaPort(kafka.port());
        return kafka;
    }

    private static EmbeddedPostgres postgres(DataDirectory directory) {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(new EmbeddedPostgres.Settings(
                directory.postgres(), directory.postgres(), directory.postgresPort(), MAX_DATABASE_CONNECTIONS));
        directory.rememberPostgresPort(postgres.port());
        return postgres;
    }

    private static @Nullable EmbeddedPostgres settled(CompletableFuture<@Nullable EmbeddedPostgres> postgres) {
        return postgres.exceptionally(failure -> null).join();
    }

    private static void inItsOwnThread(Runnable task) {
        new Thread(task, "embedded-postgres").start();
    }
}
