/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker (KRaft, broker and controller in one) in this JVM, on the loopback interface, with its log in a
 * directory that survives restarts.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final int NODE_ID = 1;
    private static final String MAX_RECORD_BYTES = Integer.toString(17 * 1024 * 1024);

    private final Settings settings;
    private final int port;
    private volatile @Nullable KraftNode node;

    private EmbeddedKafka(Settings settings, int port) {
        this.settings = settings;
        this.port = port;
    }

    /**
     * @param directory of the log; made and formatted if it is new
     * @param port to listen on if it is free; 0 for any
     * @param flushEachAppend whether an acknowledged record survives a power loss, not only a crash of the process
     * @param further listeners beside that of {@code port}
     */
    public record Settings(Path directory, int port, boolean flushEachAppend, List<Listener> further) {

        public Settings(Path directory, int port, boolean flushEachAppend) {
            this(directory, port, flushEachAppend, List.of());
        }
    }

    /**
     * A further way to the broker, for clients that reach it through a proxy on this machine, or in another protocol.
     *
     * @param name of upper-case letters and digits, not PLAINTEXT or CONTROLLER
     * @param port that the broker listens on
     * @param advertisedPort that it advertises to its clients
     * @param protocol Kafka's name of it, such as SASL_SSL
     * @param properties the broker's, for this listener alone
     */
    public record Listener(String name, int port, int advertisedPort, String protocol, Map<String, String> properties) {

        public Listener(String name, int port, int advertisedPort) {
            this(name, port, advertisedPort, "PLAINTEXT", Map.of());
        }
    }

    /** A broker that is not started yet, but whose address is known. */
    public static EmbeddedKafka prepare(Settings settings) {
        return new EmbeddedKafka(settings, FreePort.preferring(settings.port()));
    }

    /**
     * Returns when the broker serves requests.
     *
     * @throws EmbeddedStartException if it cannot
     */
    public static EmbeddedKafka start(Settings settings) {
        EmbeddedKafka kafka = prepare(settings);
        kafka.start();
        return kafka;
    }

    /**
     * Returns when the broker serves requests.
     *
     * @throws EmbeddedStartException if it cannot
     */
    public void start() {
        try {
            Files.createDirectories(settings.directory());
            Properties properties = properties(settings, port, FreePort.preferring(0));
            format(settings.directory());
            KraftNode starting = new KraftNode(properties, settings.flushEachAppend());
            starting.start();
            node = starting;
            log.info("Embedded Kafka listens on 127.0.0.1:{}, log in {}", port, settings.directory());
        } catch (Exception e) {
            throw new EmbeddedStartException(
                    "The embedded Kafka broker did not start on " + settings.directory() + ": " + e.getMessage(), e);
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Its log, for writers in this process; empty before it has started. */
    public Optional<LocalLog> log() {
        KraftNode started = node;
        return Optional.ofNullable(started == null ? null : started.log());
    }

    /** Returns when the broker, if it was started, has closed its log cleanly. */
    @Override
    public void close() {
        if (node != null) {
            node.close();
        }
    }

    private static void format(Path directory) throws Exception {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setNodeId(NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .addDirectory(directory.toString())
                .setMetadataLogDirectory(directory.toString())
                .run();
    }

    private static Properties properties(Settings settings, int port, int controllerPort) throws IOException {
        Map<String, String> config = new HashMap<>();
        config.put("process.roles", "broker,controller");
        config.put("node.id", Integer.toString(NODE_ID));
        config.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        config.put("controller.listener.names", "CONTROLLER");
        StringBuilder listeners =
                new StringBuilder("PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        StringBuilder advertised = new StringBuilder("PLAINTEXT://127.0.0.1:" + port);
        StringBuilder protocols = new StringBuilder("PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        for (Listener further : settings.further()) {
            listeners.append("," + further.name() + "://127.0.0.1:" + further.port());
            advertised.append("," + further.name() + "://127.0.0.1:" + further.advertisedPort());
            protocols.append("," + further.name() + ":" + further.protocol());
            String prefix = "listener.name." + further.name().toLowerCase(Locale.ROOT) + ".";
            further.properties().forEach((name, value) -> config.put(prefix + name, value));
        }
        config.put("listeners", listeners.toString());
        config.put("advertised.listeners", advertised.toString());
        config.put("listener.security.protocol.map", protocols.toString());
        config.put("log.dirs", settings.directory().toString());
        // After a kill the old registration has to run out before the new one is taken.
        config.put("broker.session.timeout.ms", "3000");
        config.put("broker.heartbeat.interval.ms", "500");
        config.put("auto.create.topics.enable", "false");
        config.put("message.max.bytes", MAX_RECORD_BYTES);
        config.put("replica.fetch.max.bytes", MAX_RECORD_BYTES);
        // One broker: everything internal has one replica and few partitions.
        config.put("default.replication.factor", "1");
        config.put("min.insync.replicas", "1");
        config.put("offsets.topic.replication.factor", "1");
        config.put("offsets.topic.num.partitions", "4");
        config.put("transaction.state.log.replication.factor", "1");
        config.put("transaction.state.log.min.isr", "1");
        config.put("transaction.state.log.num.partitions", "1");
        config.put("share.coordinator.state.topic.replication.factor", "1");
        config.put("share.coordinator.state.topic.min.isr", "1");
        config.put("share.coordinator.state.topic.num.partitions", "1");
        config.put("group.initial.rebalance.delay.ms", "0");
        // A laptop's broker: small buffers, few threads.
        config.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 * 1024 * 1024));
        config.put("log.cleaner.threads", "1");
        config.put("num.network.threads", "2");
        config.put("num.io.threads", "4");
        config.put("num.recovery.threads.per.data.dir", "2");
        config.put("background.threads", "2");
        config.put("log.segment.bytes", Integer.toString(128 * 1024 * 1024));
        config.put("controlled.shutdown.enable", "false");
        if (settings.flushEachAppend()) {
            config.put("log.flush.interval.messages", "1");
        }
        Properties properties = new Properties();
        properties.putAll(config);
        return properties;
    }
}
