/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.start;

import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.embedded.EmbeddedPostgres;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Kafka broker and the PostgreSQL server that no setting replaces by real ones. They start side by side, and beside
 * the roles, which only need to know where they will be.
 */
final class EmbeddedServers implements AutoCloseable {

    private static final int MAX_DATABASE_CONNECTIONS = 50;

    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final Deque<StartingServer> servers = new ArrayDeque<>();

    private EmbeddedServers() {}

    /** Returns while they are still starting. Where one cannot even be prepared, the other is stopped. */
    static EmbeddedServers start(Settings settings, DataDirectory directory) {
        EmbeddedServers servers = new EmbeddedServers();
        try {
            if (settings.kafka() == null) {
                servers.startKafka(directory, settings.flushEachAppend());
            }
            if (settings.database() == null) {
                servers.startPostgres(directory);
            }
            return servers;
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    /** Settings of the roles that lead to these servers, by property. */
    Map<String, Object> properties() {
        return properties;
    }

    /**
     * Returns when all of them serve.
     *
     * @throws dev.agentlens.embedded.EmbeddedStartException if one cannot
     */
    void awaitStarted() {
        servers.forEach(StartingServer::awaitStarted);
    }

    @Override
    public void close() {
        while (!servers.isEmpty()) {
            servers.removeFirst().close();
        }
    }

    private void startKafka(DataDirectory directory, boolean flushEachAppend) {
        EmbeddedKafka kafka = EmbeddedKafka.prepare(
                new EmbeddedKafka.Settings(directory.kafka(), directory.kafkaPort(), flushEachAppend));
        directory.rememberKafkaPort(kafka.port());
        servers.addLast(StartingServer.start("embedded-kafka", kafka::start, kafka::close));
        properties.put("spring.kafka.bootstrap-servers", kafka.bootstrapServers());
    }

    private void startPostgres(DataDirectory directory) {
        EmbeddedPostgres postgres = EmbeddedPostgres.prepare(new EmbeddedPostgres.Settings(
                directory.postgres(), directory.postgres(), directory.postgresPort(), MAX_DATABASE_CONNECTIONS));
        directory.rememberPostgresPort(postgres.port());
        servers.addLast(StartingServer.start("embedded-postgres", postgres::start, postgres::close));
        properties.put("spring.datasource.url", postgres.jdbcUrl());
        properties.put("spring.datasource.username", postgres.username());
        properties.put("spring.datasource.password", postgres.password());
    }
}
