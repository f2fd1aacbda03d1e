/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The system under test: a broker, a PostgreSQL, two ingest-api, up to four projectors (two to begin with), two
 * query-api, each a process of its own, and a proxy on each path between them.
 */
public final class Cluster implements AutoCloseable {

    public static final String KAFKA = "kafka";
    public static final String POSTGRES = "postgres";
    public static final List<String> INGEST = List.of("ingest-1", "ingest-2");
    public static final List<String> PROJECTORS = List.of("projector-1", "projector-2", "projector-3", "projector-4");
    public static final List<String> QUERY = List.of("query-1", "query-2");

    /** The nodes of a healthy cluster. */
    public static final List<String> STANDING =
            List.of(KAFKA, POSTGRES, "ingest-1", "ingest-2", "projector-1", "projector-2", "query-1", "query-2");

    private static final Duration START_LIMIT = Duration.ofSeconds(240);

    private final ClusterSettings settings;
    private final Ports ports = new Ports();
    private final Map<String, Node> nodes = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, TcpProxy> paths = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Integer> apiPorts = new LinkedHashMap<>();
    private final int kafkaPort = ports.take();
    private final Database database;

    /** Of servers that do not run yet; see {@link #start}. */
    public Cluster(ClusterSettings settings) {
        this.settings = settings;
        this.database =
                new Database(settings.directory().resolve("postgres"), settings.postgresPrograms(), ports.take());
    }

    public Node node(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }

    public Collection<Node> nodes() {
        return nodes.values();
    }

    /** @param name such as {@code projector-1->kafka} or {@code client->ingest-2} */
    public TcpProxy path(String name) {
        return Objects.requireNonNull(paths.get(name), name);
    }

    /** The names of all paths that lead to or from a running node. */
    public static List<String> pathNames() {
        List<String> names = new ArrayList<>();
        INGEST.forEach(ingest -> names.addAll(List.of("client->" + ingest, ingest + "->kafka")));
        List.of("projector-1", "projector-2")
                .forEach(projector -> names.addAll(List.of(projector + "->kafka", projector + "->postgres")));
        QUERY.forEach(query -> names.add(query + "->postgres"));
        return names;
    }

    public Database database() {
        return database;
    }

    /** Past all proxies. */
    public String kafkaBootstrap() {
        return "127.0.0.1:" + kafkaPort;
    }

    /** Where clients send to, through the proxy of each ingest-api. */
    public List<URI> ingestAddresses() {
        return INGEST.stream()
                .map(name ->
                        URI.create("http://127.0.0.1:" + path("client->" + name).port()))
                .toList();
    }

    /** @param name {@code query-1} or {@code query-2} */
    public URI queryAddress(String name) {
        return URI.create("http://127.0.0.1:" + Objects.requireNonNull(apiPorts.get(name), name));
    }

    /** Environment for the operator's tools to reach this cluster, past all proxies. */
    public Map<String, String> toolEnvironment() {
        return Map.of(
                "AGENTLENS_KAFKA_BOOTSTRAP", kafkaBootstrap(),
                "AGENTLENS_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + database.port() + "/agentlens",
                "AGENTLENS_DATABASE_USER", database.username(),
                "AGENTLENS_DATABASE_PASSWORD", database.password());
    }

    /** Whether all running nodes are ready. */
    public boolean isReady() {
        return notReady().isEmpty();
    }

    public List<String> notReady() {
        return STANDING.stream().filter(name -> !node(name).isReady()).toList();
    }

    /** Ends every process; none is started again. */
    @Override
    public void close() {
        paths.values().forEach(TcpProxy::close);
        List<Node> all = new ArrayList<>(nodes.values());
        Collections.reverse(all);
        all.forEach(Node::retire);
    }

    /** Returns when every server is ready. */
    public void start() {
        nodes.put(POSTGRES, database);
        List<String> listeners = new ArrayList<>();
        List<String> kafkaClients = new ArrayList<>(INGEST);
        kafkaClients.addAll(PROJECTORS);
        for (String client : kafkaClients) {
            int listener = ports.take();
            TcpProxy path = addPath(client + "->kafka", listener);
            listeners.add(client.replace("-", "").toUpperCase(Locale.ROOT) + ":" + listener + ":" + path.port());
        }
        nodes.put(KAFKA, broker(listeners));
        database.start();
        node(KAFKA).start();
        INGEST.forEach(name -> nodes.put(name, ingest(name)));
        PROJECTORS.forEach(name -> nodes.put(name, projector(name)));
        QUERY.forEach(name -> nodes.put(name, query(name)));
        STANDING.stream()
                .filter(name -> !node(name).isUp())
                .forEach(name -> node(name).start());
        Waiting.until("All servers ready", START_LIMIT, this::isReady, () -> "not ready: " + notReady());
    }

    private TcpProxy addPath(String name, int targetPort) {
        TcpProxy path = TcpProxy.start(name, ports.take(), targetPort);
        paths.put(name, path);
        return path;
    }

    private Node broker(List<String> listeners) {
        List<String> arguments = new ArrayList<>(List.of(
                "-Dagentlens.e2e.log=INFO",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                settings.directory().resolve("kafka").toString(),
                Integer.toString(kafkaPort)));
        arguments.addAll(listeners);
        return new ServerProcess(
                KAFKA, Jvm.command(320, arguments), Map.of(), log(KAFKA), () -> BrokerProbe.answers(kafkaPort));
    }

    private Node ingest(String name) {
        int port = ports.take();
        apiPorts.put(name, port);
        addPath("client->" + name, port);
        return role(
                name,
                "ingest-api",
                Map.of(
                        "PORT",
                        Integer.toString(port),
                        "AGENTLENS_KAFKA_BOOTSTRAP",
                        "127.0.0.1:" + path(name + "->kafka").port(),
                        "AGENTLENS_RATE_LIMIT_EVENTS",
                        "0"));
    }

    private Node projector(String name) {
        Map<String, String> environment = new LinkedHashMap<>(throughProxy(name));
        environment.put(
                "AGENTLENS_KAFKA_BOOTSTRAP",
                "127.0.0.1:" + path(name + "->kafka").port());
        environment.put(
                "SPRING_KAFKA_CONSUMER_PROPERTIES_SESSION_TIMEOUT_MS",
                Long.toString(settings.sessionTimeout().toMillis()));
        environment.put("SPRING_KAFKA_CONSUMER_PROPERTIES_HEARTBEAT_INTERVAL_MS", "1000");
        return role(name, "projector", environment);
    }

    private Node query(String name) {
        int port = ports.take();
        apiPorts.put(name, port);
        Map<String, String> environment = new LinkedHashMap<>(throughProxy(name));
        environment.put("PORT", Integer.toString(port));
        environment.put("AGENTLENS_RATE_LIMIT_SESSIONS", "0");
        environment.put("AGENTLENS_RATE_LIMIT_ANALYTICS", "0");
        return role(name, "query-api", environment);
    }

    private Map<String, String> throughProxy(String name) {
        TcpProxy path = addPath(name + "->postgres", database.port());
        return Map.of(
                "AGENTLENS_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + path.port() + "/agentlens",
                "AGENTLENS_DATABASE_USER", database.username(),
                "AGENTLENS_DATABASE_PASSWORD", database.password());
    }

    private Node role(String name, String app, Map<String, String> environment) {
        int managementPort = ports.take();
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("SERVER_ADDRESS", "127.0.0.1");
        all.put("AGENTLENS_MANAGEMENT_PORT", Integer.toString(managementPort));
        List<String> command = Jvm.command(160, settings.apps().start(app));
        return new ServerProcess(name, command, all, log(name), () -> ReadinessProbe.isReady(managementPort));
    }

    private Path log(String name) {
        return settings.directory().resolve(name + ".log");
    }
}
