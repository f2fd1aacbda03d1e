/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.servers;

import dev.agentlens.boot.connect.Database;
import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.embedded.EmbeddedPostgres;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka broker and the PostgreSQL server that no setting replaces by real ones. They start side by side, and beside
 * the roles, which only need to know where they will be.
 */
public final class EmbeddedServers implements AutoCloseable {

    private final Deque<StartingServer> servers = new ArrayDeque<>();

    private @Nullable EmbeddedKafka kafka;
    private @Nullable Database database;

    private EmbeddedServers() {}

    /**
     * Returns while they are still starting. Where one cannot even be prepared, the other is stopped.
     *
     * @param databaseConnections that the database allows
     */
    public static EmbeddedServers start(Settings settings, DataDirectory directory, int databaseConnections) {
        EmbeddedServers servers = new EmbeddedServers();
        try {
            if (settings.kafka() == null) {
                servers.startKafka(directory, settings.flushEachAppend());
            }
            if (settings.database() == null) {
                servers.startPostgres(directory, databaseConnections);
            }
            return servers;
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    /** The broker, where it is one of these; its address is known before it has started. */
    public Optional<EmbeddedKafka> kafka() {
        return Optional.ofNullable(kafka);
    }

    /** How to reach the database, where it is one of these. */
    public Optional<Database> database() {
        return Optional.ofNullable(database);
    }

    /**
     * Returns when all of them serve.
     *
     * @throws dev.agentlens.embedded.EmbeddedStartException if one cannot
     */
    public void awaitStarted() {
        servers.forEach(StartingServer::awaitStarted);
    }

    @Override
    public void close() {
        while (!servers.isEmpty()) {
            servers.removeFirst().close();
        }
    }

    private void startKafka(DataDirectory directory, boolean flushEachAppend) {
        EmbeddedKafka broker = EmbeddedKafka.prepare(
                new EmbeddedKafka.Settings(directory.kafka(), directory.kafkaPort(), flushEachAppend));
        directory.rememberKafkaPort(broker.port());
        servers.addLast(StartingServer.start("embedded-kafka", broker::start, broker::close));
        kafka = broker;
    }

    private void startPostgres(DataDirectory directory, int connections) {
        EmbeddedPostgres postgres = EmbeddedPostgres.prepare(new EmbeddedPostgres.Settings(
                directory.postgres(), directory.postgres(), directory.postgresPort(), connections));
        directory.rememberPostgresPort(postgres.port());
        servers.addLast(StartingServer.start("embedded-postgres", postgres::start, postgres::close));
        database = new Database(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }
}
