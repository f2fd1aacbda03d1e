/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.start;

import dev.agentlens.boot.SecretFiles;
import dev.agentlens.boot.SettingException;
import dev.agentlens.boot.connect.AddressException;
import dev.agentlens.boot.connect.Database;
import dev.agentlens.embedded.EmbeddedStartException;
import dev.agentlens.servers.DataDirectory;
import dev.agentlens.servers.EmbeddedServers;
import dev.agentlens.servers.Ports;
import dev.agentlens.servers.Running;
import dev.agentlens.servers.Settings;
import dev.agentlens.servers.StartException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * The life of the process: data directory, embedded servers, roles; stopped in the opposite order by Ctrl-C or SIGTERM.
 * A failed start is reported in one line on standard error, with exit code 1.
 */
public final class StandaloneProcess {

    /** Whether the tables are in the embedded PostgreSQL, and so are changed by this process alone; no setting. */
    public static final String EMBEDDED_DATABASE = "agentlens.standalone.embedded-database";

    /** The second port of the API, 0: none; no setting, as AGENTLENS_OTLP_PORT is used only where it is free. */
    public static final String OTLP_PORT = "agentlens.standalone.otlp-port";

    /** False where the port is the default, which another program may take before it is opened. */
    public static final String OTLP_PORT_REQUIRED = "agentlens.standalone.otlp-port-required";

    /** The bean that gives, as an {@link IntSupplier}, the port that was opened. */
    public static final String OTLP_LISTENER = "otlpListener";

    private static final int DATABASE_CONNECTIONS = 50;

    private static final PrintStream out = System.out;
    private static final PrintStream err = System.err;

    private final StandaloneSettings standalone;
    private final Settings settings;
    private final Class<?> roles;
    private final @Nullable String launcher;
    private final Running running = new Running();
    private final Instant begun = Instant.now();

    private StandaloneProcess(StandaloneSettings standalone, Class<?> roles, @Nullable String launcher) {
        this.standalone = standalone;
        this.settings = standalone.servers();
        this.roles = roles;
        this.launcher = launcher;
    }

    /**
     * Returns when everything serves; ends the process where it cannot.
     *
     * @param roles the Spring configuration of what runs beside the embedded servers
     */
    public static void run(Map<String, String> environment, Class<?> roles) {
        try {
            new StandaloneProcess(
                            StandaloneSettings.from(SecretFiles.resolved(environment)),
                            roles,
                            environment.get("AGENTLENS_PREPARE_STARTS"))
                    .start();
        } catch (Running.StoppingException e) {
            // Stopped while starting; the shutdown hook does the rest.
        } catch (StartException | EmbeddedStartException | AddressException | SettingException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    private void start() {
        Ports.requireFree(settings.port(), "--port");
        DataDirectory directory = running.start(() -> DataDirectory.lock(settings.dataDirectory()));
        directory.rememberApiPort(settings.port());
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        // Only now may anything be logged: the log is in the directory.
        System.setProperty("agentlens.logs", directory.logs().toString());
        out.println("Starting AgentLens ...");
        try {
            Map<String, Object> properties = properties();
            ConfigurableApplicationContext context = running.start(() -> roles(properties, directory));
            properties.put(
                    OTLP_PORT, context.getBean(OTLP_LISTENER, IntSupplier.class).getAsInt());
            Banner.print(out, standalone, properties, Duration.between(begun, Instant.now()));
            if (launcher != null) {
                prepareStarts(launcher);
            }
        } catch (Running.StoppingException | StartException | EmbeddedStartException e) {
            throw e;
        } catch (RuntimeException e) {
            log().error("AgentLens did not start", e);
            throw new StartException(StartFailures.inOneLine(e, settings.dataDirectory()));
        }
    }

    private void prepareStarts(String program) {
        try {
            running.start(() -> StartPreparation.begin(program));
            out.println("  Faster starts are being prepared in the background.");
        } catch (UncheckedIOException e) {
            log().warn("Faster starts cannot be prepared", e);
        }
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.port", settings.port());
        properties.put("management.server.port", standalone.freeManagementPort());
        properties.put(OTLP_PORT, standalone.freeOtlpPort());
        properties.put(OTLP_PORT_REQUIRED, standalone.otlpPort() != null);
        if (settings.database() != null) {
            putDatabase(properties, settings.database());
        }
        return properties;
    }

    private static void putDatabase(Map<String, Object> properties, Database database) {
        properties.put("spring.datasource.url", database.jdbcUrl());
        if (database.username() != null) {
            properties.put("spring.datasource.username", database.username());
        }
        if (database.password() != null) {
            properties.put("spring.datasource.password", database.password());
        }
    }

    private ConfigurableApplicationContext roles(Map<String, Object> properties, DataDirectory directory) {
        return new SpringApplicationBuilder(roles)
                // Each role brings an application.yml of its own.
                .properties("spring.config.name=agentlens-standalone")
                // Runs when logging is set up, which must not happen under the hands of servers that log.
                .initializers(context -> {
                    EmbeddedServers servers =
                            running.start(() -> EmbeddedServers.start(settings, directory, DATABASE_CONNECTIONS));
                    servers.kafka().ifPresent(broker -> {
                        properties.put("spring.kafka.bootstrap-servers", broker.bootstrapServers());
                        // After a crash the group need not wait until the member that crashed is missed (KIP-345).
                        properties.put("spring.kafka.consumer.properties.group.instance.id", "standalone");
                        context.getBeanFactory().registerSingleton("embeddedKafka", broker);
                    });
                    servers.database().ifPresent(database -> putDatabase(properties, database));
                    properties.put(EMBEDDED_DATABASE, servers.database().isPresent());
                    context.getEnvironment()
                            .getPropertySources()
                            .addFirst(new MapPropertySource("standalone", properties));
                    context.getBeanFactory().registerSingleton("serversFirst", new ServersFirst(servers));
                })
                // Ours stops the embedded servers too, and only after the roles.
                .registerShutdownHook(false)
                .run();
    }

    private void stop() {
        out.println("Stopping ...");
        running.stop();
        out.println("Stopped.");
    }

    private static void fail(String message) {
        err.println("agentlens: " + message);
        System.exit(1);
    }

    private static Logger log() {
        return LoggerFactory.getLogger(StandaloneProcess.class);
    }
}
