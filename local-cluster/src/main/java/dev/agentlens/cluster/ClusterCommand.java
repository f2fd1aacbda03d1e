/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cluster;

import dev.agentlens.boot.SecretFiles;
import dev.agentlens.boot.SettingException;
import dev.agentlens.boot.connect.AddressException;
import dev.agentlens.embedded.EmbeddedStartException;
import dev.agentlens.servers.Running;
import dev.agentlens.servers.Settings;
import dev.agentlens.servers.StartException;
import dev.agentlens.servers.Variables;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./agentlens cluster}. */
@Command(
        name = "./agentlens cluster",
        mixinStandardHelpOptions = true,
        subcommands = RestartCommand.class,
        description = {
            "Starts several instances of each role as processes of this machine, behind nginx, with the configuration of"
                    + " docker-compose.yml's gateway. Kafka and PostgreSQL are embedded, or those that"
                    + " AGENTLENS_KAFKA_BOOTSTRAP and AGENTLENS_DATABASE_URL name.",
            "A process that crashes is started again. Ctrl-C stops all."
        },
        footer = {
            "",
            "AGENTLENS_NGINX names the program of nginx where it is not found by itself. Without nginx the roles run, and"
                    + " the address of each is printed. AGENTLENS_JAVA_OPTS are options for each role's JVM (-Xmx256m).",
            "Exit code: 1 could not start (the line says why), 2 called wrongly."
        })
public final class ClusterCommand implements Callable<Integer> {

    private static final int CANNOT = 1;
    private static final int MOST_INSTANCES = 16;

    @Option(names = "--ingest", paramLabel = "N", defaultValue = "2", description = "ingest-api (default: 2).")
    private int ingest;

    @Option(names = "--projector", paramLabel = "N", defaultValue = "2", description = "projector (default: 2).")
    private int projector;

    @Option(names = "--query", paramLabel = "N", defaultValue = "2", description = "query-api (default: 2).")
    private int query;

    @Option(names = "--port", paramLabel = "PORT", description = "Port of the gateway (default 3000; also PORT).")
    private @Nullable String port;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Where everything is kept (default ./data; also AGENTLENS_DATA_DIR).")
    private @Nullable String dataDirectory;

    @Spec
    private CommandSpec spec;

    private final Map<String, String> environment;

    ClusterCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @param args see {@code --help} */
    public static void main(String[] args) {
        System.exit(commandLine(System.getenv()).execute(args));
    }

    /** Ready to execute, for a process of its own or within a test. */
    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new ClusterCommand(environment))
                .setExecutionExceptionHandler((failure, line, parsed) -> cannot(failure, line));
    }

    @Override
    public Integer call() throws Exception {
        requireCount("--ingest", ingest);
        requireCount("--projector", projector);
        requireCount("--query", query);
        Map<String, String> own = ownEnvironment();
        ClusterProcess process = new ClusterProcess(
                Settings.from(new Variables(SecretFiles.resolved(own))),
                own,
                apps(),
                new ClusterSize(ingest, projector, query),
                System.out);
        process.run();
        return 0;
    }

    /** Where the options and the environment say that the cluster is. */
    Settings settings() {
        return Settings.from(new Variables(ownEnvironment()));
    }

    private Map<String, String> ownEnvironment() {
        Map<String, String> own = new LinkedHashMap<>(environment);
        if (port != null) {
            own.put("PORT", port);
        }
        if (dataDirectory != null) {
            own.put("AGENTLENS_DATA_DIR", dataDirectory);
        }
        return own;
    }

    private RoleApps apps() {
        String options = environment.getOrDefault("AGENTLENS_JAVA_OPTS", "").strip();
        return new RoleApps(
                Path.of(environment.getOrDefault("AGENTLENS_ROLES_DIR", "roles"))
                        .toAbsolutePath(),
                options.isEmpty() ? List.of() : Stream.of(options.split("\\s+")).toList());
    }

    private void requireCount(String option, int count) {
        if (count < 1 || count > MOST_INSTANCES) {
            throw new ParameterException(
                    spec.commandLine(), option + " must be 1 to " + MOST_INSTANCES + ", not " + count);
        }
    }

    private static int cannot(Exception failure, CommandLine command) throws Exception {
        if (failure instanceof Running.StoppingException) {
            // Stopped while starting; the shutdown hook does the rest.
            return 0;
        }
        if (failure instanceof StartException
                || failure instanceof EmbeddedStartException
                || failure instanceof AddressException
                || failure instanceof SettingException) {
            command.getErr().println("agentlens: " + failure.getMessage());
            return CANNOT;
        }
        throw failure;
    }
}
