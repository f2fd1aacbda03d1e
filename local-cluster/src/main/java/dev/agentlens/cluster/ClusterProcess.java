/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cluster;

import dev.agentlens.boot.connect.Database;
import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.servers.DataDirectory;
import dev.agentlens.servers.EmbeddedServers;
import dev.agentlens.servers.Ports;
import dev.agentlens.servers.Running;
import dev.agentlens.servers.Settings;
import dev.agentlens.servers.StartException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The life of the process: data directory, embedded Kafka and PostgreSQL, the roles' processes, the gateway; stopped in the
 * opposite order by Ctrl-C or SIGTERM.
 */
final class ClusterProcess {

    private static final int CONNECTIONS_OF_A_PROJECTOR = 12;
    private static final int CONNECTIONS_OF_A_QUERY = 17;
    private static final int CONNECTIONS_OF_TOOLS = 20;

    private final Settings settings;
    private final Map<String, String> environment;
    private final RoleApps apps;
    private final ClusterSize size;
    private final PrintStream out;
    private final Running running = new Running();

    ClusterProcess(
            Settings settings, Map<String, String> environment, RoleApps apps, ClusterSize size, PrintStream out) {
        this.settings = settings;
        this.environment = environment;
        this.apps = apps;
        this.size = size;
        this.out = out;
    }

    /**
     * Serves, and restarts the roles when asked to, until the process is stopped.
     *
     * @throws StartException if it cannot
     */
    void run() throws IOException, InterruptedException {
        if (settings.https()) {
            throw new StartException(
                    "The roles behind the gateway speak HTTP; unset SERVER_SSL_*, and put TLS before or into nginx");
        }
        Ports.requireFree(settings.port(), "--port");
        DataDirectory directory = running.start(() -> DataDirectory.lock(settings.dataDirectory()));
        directory.rememberApiPort(settings.port());
        Path logs = directory.logs();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        // Only now may anything be logged: the log is in the directory.
        System.setProperty("agentlens.logs", logs.toString());
        out.println("Starting a cluster ...");
        ProcessList processes = new ProcessList(settings.dataDirectory().resolve("processes"));
        processes.endLeftovers();
        RestartRequest restart = new RestartRequest(settings.dataDirectory());
        restart.clear();

        EmbeddedServers servers = running.start(() -> EmbeddedServers.start(settings, directory, connections()));
        servers.awaitStarted();
        Roles roles = new Roles(apps, roleEnvironment(servers), logs, settings.port());
        List<Program> ingest = roles.ingest(size.ingest());
        List<Program> projectors = roles.projectors(size.projector());
        List<Program> query = roles.query(size.query());
        List<Program> all =
                Stream.of(ingest, projectors, query).flatMap(List::stream).toList();
        RoleInstances instances = running.start(() -> RoleInstances.start(all, processes, out));
        instances.awaitReady();
        boolean hasGateway = startGateway(logs, addresses(ingest), addresses(query), processes);
        describe(all, hasGateway, servers);
        serve(instances, restart);
    }

    private boolean startGateway(Path logs, List<String> ingest, List<String> query, ProcessList processes) {
        Optional<Path> nginx = Gateway.installed(environment);
        nginx.ifPresent(program -> running.start(() -> Gateway.start(
                program,
                settings.dataDirectory().resolve("gateway"),
                logs.resolve("gateway.log"),
                settings.port(),
                ingest,
                query,
                environment,
                processes,
                out)));
        return nginx.isPresent();
    }

    private void serve(RoleInstances instances, RestartRequest request) throws IOException, InterruptedException {
        while (true) {
            request.await();
            out.println("Restarting the roles, one after the other ...");
            try {
                instances.restart();
                request.answer(RestartRequest.DONE);
                out.println("All roles restarted.");
            } catch (StartException e) {
                out.println("The restart was aborted: " + e.getMessage());
                request.answer(String.valueOf(e.getMessage()));
            }
        }
    }

    private void stop() {
        out.println("Stopping ...");
        running.stop();
        out.println("Stopped.");
    }

    private int connections() {
        return CONNECTIONS_OF_TOOLS
                + size.projector() * CONNECTIONS_OF_A_PROJECTOR
                + size.query() * CONNECTIONS_OF_A_QUERY;
    }

    private Map<String, String> roleEnvironment(EmbeddedServers servers) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        servers.kafka().ifPresent(broker -> all.put("AGENTLENS_KAFKA_BOOTSTRAP", broker.bootstrapServers()));
        Database database = servers.database().orElse(settings.database());
        if (database != null) {
            set(all, "AGENTLENS_DATABASE_URL", database.jdbcUrl());
            set(all, "AGENTLENS_DATABASE_USER", database.username());
            set(all, "AGENTLENS_DATABASE_PASSWORD", database.password());
        }
        return all;
    }

    private static void set(Map<String, String> environment, String name, @Nullable String value) {
        if (value != null) {
            environment.put(name, value);
            environment.remove(name + "_FILE");
        }
    }

    private static List<String> addresses(List<Program> programs) {
        return programs.stream().map(Roles::address).toList();
    }

    private void describe(List<Program> all, boolean hasGateway, EmbeddedServers servers) {
        out.println();
        if (hasGateway) {
            out.println("  The cluster is ready: " + settings.url());
        } else {
            out.println("  The cluster is ready, without a gateway: nginx is not installed here (or name it with"
                    + " AGENTLENS_NGINX).");
            out.println("  POST /events to an ingest instance, everything else to a query instance.");
        }
        out.println();
        for (Program program : all) {
            String api = program.name().startsWith("projector") ? "" : "http://" + Roles.address(program);
            out.printf("  %-12s %-24s %s%n", program.name(), api, program.ready());
        }
        out.printf(
                "  %-12s %s%n",
                "Kafka", servers.kafka().map(EmbeddedKafka::bootstrapServers).orElse(settings.kafka()));
        out.printf("  %-12s %s%n", "Logs", settings.dataDirectory().resolve("logs"));
        out.printf("%n  ./agentlens cluster restart   restarts the roles, one after the other%n"
                + "  Ctrl-C                        stops everything%n%n");
    }
}
