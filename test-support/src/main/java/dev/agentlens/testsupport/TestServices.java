/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.testsupport;

import static org.awaitility.Awaitility.await;

import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.util.FileSystemUtils;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The Kafka broker and the PostgreSQL server of a test JVM: started at first use, shared by all its tests, gone when it
 * ends. Containers (Testcontainers) where a Docker engine responds, else embedded; both are the real thing. Only who has Docker
 * runs the containers: {@code .ci/run} is run without, and its results are those of the embedded servers. Tests that need a
 * broker or server to fail start an {@link EmbeddedKafka} or {@link EmbeddedPostgres} of their own.
 */
public final class TestServices {

    private static final int MAX_CONNECTIONS = 200;
    private static final AtomicInteger databases = new AtomicInteger();

    private static final List<Runnable> closings = new ArrayList<>();

    private static @Nullable Path directory;
    private static @Nullable String kafka;
    private static @Nullable Server postgres;

    private TestServices() {}

    /** How to reach a database. */
    public record Database(String jdbcUrl, String username, String password) {}

    private record Server(String urlPrefix, String username, String password) {}

    public static synchronized String kafkaBootstrapServers() {
        if (kafka == null) {
            kafka = dockerAnswers() ? kafkaContainer() : embeddedKafka();
        }
        return kafka;
    }

    /**
     * The same broker without any topic, for tests that need a log of their own. Whoever still uses one of its topics must
     * have stopped.
     */
    public static synchronized String emptyKafka() {
        String bootstrapServers = kafkaBootstrapServers();
        deleteTopics(bootstrapServers);
        return bootstrapServers;
    }

    /** Returns when a broker has no topic any more. */
    public static void deleteTopics(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.deleteTopics(admin.listTopics().names().get()).all().get();
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> admin.listTopics().names().get().isEmpty());
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot delete the topics of " + bootstrapServers, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A new, empty database. */
    public static synchronized Database newDatabase() {
        if (postgres == null) {
            postgres = dockerAnswers() ? postgresContainer() : embeddedPostgres();
        }
        String name = "test_" + databases.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(
                        postgres.urlPrefix() + "postgres", postgres.username(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
            // Where the read tables will stand.
            statement.execute("alter database " + name + " set search_path = agentlens");
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create database " + name, e);
        }
        return new Database(postgres.urlPrefix() + name, postgres.username(), postgres.password());
    }

    private static boolean dockerAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    private static String kafkaContainer() {
        KafkaContainer container = new KafkaContainer("apache/kafka:4.2.1")
                .withEnv("KAFKA_MESSAGE_MAX_BYTES", Integer.toString(17 * 1024 * 1024))
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        container.start();
        return container.getBootstrapServers();
    }

    private static Server postgresContainer() {
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:18")
                .withCommand("postgres", "-c", "max_connections=" + MAX_CONNECTIONS);
        container.start();
        String prefix = "jdbc:postgresql://" + container.getHost() + ":" + container.getFirstMappedPort() + "/";
        return new Server(prefix, container.getUsername(), container.getPassword());
    }

    private static String embeddedKafka() {
        EmbeddedKafka broker =
                EmbeddedKafka.start(new EmbeddedKafka.Settings(directory().resolve("kafka"), 0, false));
        closeAtExit(broker::close);
        return broker.bootstrapServers();
    }

    private static Server embeddedPostgres() {
        Path home = directory().resolve("postgres");
        EmbeddedPostgres server = EmbeddedPostgres.start(
                new EmbeddedPostgres.Settings(home, UnpackedPostgres.directory(), 0, MAX_CONNECTIONS));
        closeAtExit(server::close);
        return new Server(server.jdbcUrl(""), server.username(), server.password());
    }

    private static void closeAtExit(Runnable close) {
        if (closings.isEmpty()) {
            // After Spring's contexts: a client whose server is gone takes 30 s to close.
            SpringApplication.getShutdownHandlers().add(TestServices::closeAll);
        }
        closings.add(close);
    }

    private static synchronized void closeAll() {
        closings.forEach(Runnable::run);
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + directory, e);
        }
    }

    private static Path directory() {
        if (directory == null) {
            try {
                directory = Files.createTempDirectory("agentlens-test");
            } catch (IOException e) {
                throw new UncheckedIOException("No temporary directory", e);
            }
        }
        return directory;
    }
}
