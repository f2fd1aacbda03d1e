/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.system;

import dev.agentlens.e2e.cluster.Apps;
import dev.agentlens.e2e.cluster.BrokerProbe;
import dev.agentlens.e2e.cluster.BrokerProcess;
import dev.agentlens.e2e.cluster.Database;
import dev.agentlens.e2e.cluster.Directories;
import dev.agentlens.e2e.cluster.Node;
import dev.agentlens.e2e.cluster.Ports;
import dev.agentlens.e2e.cluster.ReadinessProbe;
import dev.agentlens.e2e.cluster.ServerProcess;
import dev.agentlens.e2e.cluster.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The processes of one benchmark: a broker, a database, and the roles that are asked for, each with its port on the
 * loopback interface. They end with this.
 */
public final class Servers implements AutoCloseable {

    /** Where ingest-api writes to. */
    public static final String EVENTS_TOPIC = "agentlens.events.v1";

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final long PAUSE_MS = 20;
    private static final int BROKER_HEAP_MB = 512;

    private final Path directory;
    private final Path target;
    private final Apps apps;
    private final int heapMegabytes;
    private final Ports ports = new Ports();
    private final List<Node> nodes = new ArrayList<>();
    private final Thread closeAtExit = new Thread(this::close);
    private @Nullable Kafka kafka;
    private @Nullable Database database;

    /**
     * @param target output directory of the build of e2e
     * @param directory of what the servers write; what is there is deleted first
     * @param heapMegabytes of each role
     */
    public Servers(Path target, Path directory, int heapMegabytes) {
        this.target = target;
        this.directory = directory;
        this.heapMegabytes = heapMegabytes;
        apps = Apps.unpacked(target);
        try {
            Directories.delete(directory);
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use " + directory, e);
        }
        Runtime.getRuntime().addShutdownHook(closeAtExit);
    }

    /** Where everything is written. */
    public Path directory() {
        return directory;
    }

    /** The unpacked build of a role: its jar and its libraries. */
    public Path app(String role) {
        return apps.directory().resolve(role);
    }

    /** The broker, started at the first call. */
    public synchronized Kafka kafka() {
        if (kafka == null) {
            int port = ports.take();
            Path log = directory.resolve("kafka");
            List<String> command = JvmOptions.command(
                    BROKER_HEAP_MB,
                    List.of(
                            "-cp",
                            System.getProperty("java.class.path"),
                            BrokerProcess.class.getName(),
                            log.toString(),
                            Integer.toString(port)));
            start(new ServerProcess(
                    "kafka", command, Map.of(), directory.resolve("kafka.log"), () -> BrokerProbe.answers(port)));
            kafka = new Kafka(port, log);
        }
        return kafka;
    }

    /** PostgreSQL, started at the first call. */
    public synchronized Database database() {
        if (database == null) {
            database = new Database(directory.resolve("postgres"), target.resolve("postgres"), ports.take());
            start(database);
        }
        return database;
    }

    /** A new ingest-api; ready when this returns. */
    public Role ingest(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(
                Map.of("AGENTLENS_KAFKA_BOOTSTRAP", kafka().bootstrap(), "AGENTLENS_RATE_LIMIT_EVENTS", "0"));
        all.putAll(environment);
        return role("ingest-api", all);
    }

    /** A new projector; ready when this returns. */
    public Role projector(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(databaseEnvironment());
        all.put("AGENTLENS_KAFKA_BOOTSTRAP", kafka().bootstrap());
        all.putAll(environment);
        return role("projector", all);
    }

    /** A new query-api; ready when this returns. */
    public Role query() {
        Map<String, String> all = new HashMap<>(databaseEnvironment());
        all.put("AGENTLENS_RATE_LIMIT_SESSIONS", "0");
        all.put("AGENTLENS_RATE_LIMIT_ANALYTICS", "0");
        return role("query-api", all);
    }

    /** All roles in one JVM on a new data directory; ready when this returns. */
    public Role standalone() {
        return role(
                "standalone",
                Map.of(
                        "AGENTLENS_DATA_DIR", directory.resolve("standalone").toString(),
                        "AGENTLENS_RATE_LIMIT_EVENTS", "0",
                        "AGENTLENS_RATE_LIMIT_SESSIONS", "0",
                        "AGENTLENS_RATE_LIMIT_ANALYTICS", "0"));
    }

    /** Runs a command of the operator's tool, {@code ./agentlens COMMAND}, to its end. */
    public void operate(String... arguments) {
        List<String> rest =
                new ArrayList<>(List.of("-cp", apps.jar("standalone").toString(), "dev.agentlens.cli.AgentLensCli"));
        rest.addAll(List.of(arguments));
        Map<String, String> environment = new HashMap<>(databaseEnvironment());
        environment.put("AGENTLENS_KAFKA_BOOTSTRAP", kafka().bootstrap());
        Command.run(JvmOptions.command(heapMegabytes, rest), environment, directory.resolve(arguments[0] + ".log"));
    }

    /** What the roles and the operator's tools need to find the database. */
    private Map<String, String> databaseEnvironment() {
        Database server = database();
        return Map.of(
                "AGENTLENS_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + server.port() + "/agentlens",
                "AGENTLENS_DATABASE_USER", server.username(),
                "AGENTLENS_DATABASE_PASSWORD", server.password());
    }

    /** A new {@link EmptyApplication}; ready when this returns. */
    public Role empty() {
        int port = ports.take();
        Path log = directory.resolve("empty.log");
        List<String> command = JvmOptions.command(
                heapMegabytes,
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmptyApplication.class.getName(),
                        Integer.toString(port)));
        ServerProcess process = new ServerProcess("empty", command, Map.of(), log, () -> Connections.areTaken(port));
        return new Role(process, port, log, start(process));
    }

    private Role role(String name, Map<String, String> environment) {
        int port = ports.take();
        int managementPort = ports.take();
        Path gcLog = directory.resolve(name + "-gc.log");
        Map<String, String> all = new HashMap<>(environment);
        all.put("PORT", Integer.toString(port));
        all.put("SERVER_ADDRESS", "127.0.0.1");
        all.put("AGENTLENS_MANAGEMENT_PORT", Integer.toString(managementPort));
        List<String> arguments = new ArrayList<>(List.of("-Xlog:gc:file=" + gcLog));
        arguments.addAll(apps.start(name));
        List<String> command = JvmOptions.command(heapMegabytes, arguments);
        ServerProcess process = new ServerProcess(
                name, command, all, directory.resolve(name + ".log"), () -> ReadinessProbe.isReady(managementPort));
        return new Role(process, port, gcLog, start(process));
    }

    /** @return how long it took to be ready */
    private Duration start(Node node) {
        synchronized (nodes) {
            nodes.add(node);
        }
        long begun = System.nanoTime();
        node.start();
        while (!node.isReady()) {
            if (node.unexpectedEnd().isPresent()) {
                throw new IllegalStateException(node.unexpectedEnd().get() + "; see " + node.log());
            }
            if (System.nanoTime() - begun > START_LIMIT.toNanos()) {
                throw new IllegalStateException(
                        node.name() + " is not ready after " + START_LIMIT.toMinutes() + " min; see " + node.log());
            }
            Waiting.pause(PAUSE_MS);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Ends everything, in the reverse order of its start, and deletes what was written. */
    @Override
    public void close() {
        synchronized (nodes) {
            while (!nodes.isEmpty()) {
                Node last = nodes.remove(nodes.size() - 1);
                last.stop(STOP_LIMIT);
                last.retire();
            }
        }
        if (Thread.currentThread() != closeAtExit) {
            Runtime.getRuntime().removeShutdownHook(closeAtExit);
        }
    }
}
