/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.connect;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.agentlens.boot.connect.AddressException;
import dev.agentlens.boot.connect.Database;
import dev.agentlens.boot.connect.PortsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka and the PostgreSQL of the system that a command is about: those that the environment names, by the same
 * variables as the roles read, else the embedded ones of a data directory.
 *
 * @param kafka brokers, {@code HOST:PORT[,...]}
 * @param apiPort of a standalone process on this machine; 0 where none is known
 */
public record RunningSystem(String kafka, Database database, int apiPort) {

    /**
     * @param environment AGENTLENS_KAFKA_BOOTSTRAP, AGENTLENS_DATABASE_URL with _USER and _PASSWORD, AGENTLENS_DATA_DIR
     * @throws AddressException if one of the two is neither named nor embedded
     */
    public static RunningSystem find(Map<String, String> environment) {
        String database = text(environment, "AGENTLENS_DATABASE_URL");
        Path directory = Path.of(environment.getOrDefault("AGENTLENS_DATA_DIR", "data"));
        try {
            PortsFile ports = PortsFile.in(directory);
            return new RunningSystem(
                    RunningKafka.find(environment).servers(),
                    database != null
                            ? Database.parse(
                                    database,
                                    text(environment, "AGENTLENS_DATABASE_USER"),
                                    text(environment, "AGENTLENS_DATABASE_PASSWORD"))
                            : embedded(ports, directory),
                    ports.port(PortsFile.API));
        } catch (IOException e) {
            throw new AddressException("The data directory " + directory + " cannot be read: " + e.getMessage());
        }
    }

    /** Connections whose names are resolved in {@code schema}. They are made when they are asked for. */
    public HikariDataSource dataSource(String schema, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("cli-" + schema);
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.username());
        config.setPassword(database.password());
        config.setSchema(schema);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(10_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** Settings of a Kafka client that reads; what SPRING_KAFKA_* says of security holds here as in the roles. */
    public Map<String, Object> consumerConfig() {
        return broker().consumerConfig();
    }

    /** Settings of a Kafka client that writes. */
    public Map<String, Object> producerConfig() {
        return broker().producerConfig();
    }

    /** Settings of a Kafka client that administers. */
    public Map<String, Object> adminConfig() {
        return broker().adminConfig();
    }

    private RunningKafka broker() {
        return new RunningKafka(kafka);
    }

    static int embedded(PortsFile ports, String name, Path directory) {
        int port = ports.port(name);
        if (port == 0) {
            throw new AddressException(
                    "There is no AgentLens in " + directory.toAbsolutePath().normalize()
                            + "; name its data directory with AGENTLENS_DATA_DIR, or its servers with"
                            + " AGENTLENS_KAFKA_BOOTSTRAP and AGENTLENS_DATABASE_URL");
        }
        return port;
    }

    private static Database embedded(PortsFile ports, Path directory) throws IOException {
        String url = "jdbc:postgresql://127.0.0.1:" + embedded(ports, PortsFile.POSTGRES, directory) + "/agentlens";
        String password =
                Files.readString(directory.resolve("postgres/password")).strip();
        return new Database(url, "agentlens", password);
    }

    static @Nullable String text(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
