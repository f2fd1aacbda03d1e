/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.agentlens.boot.connect.Database;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.readmodel.projection.LogReplay;
import dev.agentlens.readmodel.tables.ReadSchema;
import dev.agentlens.readmodel.tables.ReadTables;
import dev.agentlens.readmodel.tables.SessionExpiry;
import dev.agentlens.readmodel.tables.UsageCompaction;
import dev.agentlens.testsupport.TestServices;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.support.KafkaHeaders;

/** A log of its own broker, and read tables that the projector made of it. */
final class TestLog implements AutoCloseable {

    static final int PARTITIONS = 3;

    private static final List<String> TOPICS = List.of(EventTopic.EVENTS, EventTopic.DEAD_LETTERS, EventTopic.REJECTED);

    /** The tables of {@link #project} reject an event with this id if so configured. */
    static final String REFUSED = "refused";

    /** In UTF-16 the last but one sorts before the last, in UTF-8 after it. */
    private static final List<String> ID_PREFIXES = List.of("e", "e:", "Ä", "E", "\uD83E\uDD16", "\uFFFD");

    private static final AtomicInteger copies = new AtomicInteger();

    private final EmbeddedKafka broker;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    TestLog(Path directory) throws Exception {
        broker = EmbeddedKafka.start(new EmbeddedKafka.Settings(directory, 0, false));
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        admin = Admin.create(config);
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        createTopics();
    }

    /** An empty log; its topic has another id. */
    void clear() throws Exception {
        admin.deleteTopics(TOPICS).all().get();
        await().until(() -> admin.listTopics().names().get().isEmpty());
        createTopics();
    }

    private void createTopics() throws Exception {
        admin.createTopics(List.of(
                        new NewTopic(EventTopic.EVENTS, PARTITIONS, (short) 1),
                        new NewTopic(EventTopic.DEAD_LETTERS, 1, (short) 1),
                        new NewTopic(EventTopic.REJECTED, 1, (short) 1)))
                .all()
                .get();
    }

    Admin admin() {
        return admin;
    }

    void append(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
    }

    /** Appends a record, and a letter about it. */
    void appendWithLetter(ProducerRecord<byte[], byte[]> record) throws Exception {
        RecordMetadata place = producer.send(record).get();
        append(List.of(letter(record, place.partition(), place.offset())));
    }

    /** Has Kafka delete what is before {@code offset}. */
    void deleteBefore(int partition, long offset) throws Exception {
        admin.deleteRecords(
                        Map.of(new TopicPartition(EventTopic.EVENTS, partition), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    /** Events of some sessions with ties, duplicates, conflicts and unusual ids; each session in one partition. */
    static List<ProducerRecord<byte[], byte[]>> random(Random random, int records) {
        List<ProducerRecord<byte[], byte[]>> log = new ArrayList<>();
        while (log.size() < records) {
            log.add(
                    !log.isEmpty() && random.nextInt(5) == 0
                            ? log.get(random.nextInt(log.size()))
                            : record(randomEvent(random), null));
        }
        return log;
    }

    static ProducerRecord<byte[], byte[]> record(AgentEvent event, Integer partition) {
        byte[] value = AgentEventCodec.encode(event);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                EventTopic.EVENTS, partition, EventTopic.key(event.identity().sessionId()), value);
        EventTopic.headers(event, String.format("%016x", Arrays.hashCode(value)))
                .forEach(record.headers()::add);
        return record;
    }

    /** A letter of the dead-letter topic about {@code record}, which is at this place of the log. */
    static ProducerRecord<byte[], byte[]> letter(ProducerRecord<byte[], byte[]> record, int partition, long offset) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(EventTopic.DEAD_LETTERS, null, record.key(), record.value(), record.headers());
        letter.headers()
                .add(KafkaHeaders.DLT_ORIGINAL_TOPIC, EventTopic.EVENTS.getBytes(UTF_8))
                .add(
                        KafkaHeaders.DLT_ORIGINAL_PARTITION,
                        ByteBuffer.allocate(Integer.BYTES).putInt(partition).array())
                .add(
                        KafkaHeaders.DLT_ORIGINAL_OFFSET,
                        ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
        return letter;
    }

    static ProducerRecord<byte[], byte[]> erasure(String sessionId, int partition) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(EventTopic.EVENTS, partition, EventTopic.key(sessionId), null);
        EventTopic.erasureHeaders(sessionId, "erasure-" + sessionId, AgentEvents.T0)
                .forEach(record.headers()::add);
        return record;
    }

    static ProducerRecord<byte[], byte[]> noEvent(int partition) {
        return new ProducerRecord<>(EventTopic.EVENTS, partition, null, "hello".getBytes(UTF_8));
    }

    private static AgentEvent randomEvent(Random random) {
        AgentEvent event = AgentEvents.random(random);
        EventIdentity identity = new EventIdentity(
                event.identity().sessionId() + "-" + random.nextInt(30),
                ID_PREFIXES.get(random.nextInt(ID_PREFIXES.size())) + random.nextInt(12));
        return AgentEvents.withIdentity(event, identity);
    }

    /** A new database with tables of which nothing is known to be wrong. */
    RunningSystem newTables(String schema) {
        TestServices.Database database = TestServices.newDatabase();
        RunningSystem system = new RunningSystem(
                broker.bootstrapServers(),
                new Database(database.jdbcUrl(), database.username(), database.password()),
                0);
        try (HikariDataSource dataSource = system.dataSource(schema, 2)) {
            ReadSchema.migrate(dataSource, schema);
        }
        return system;
    }

    /**
     * Projects with the projector's own code; each partition up to the end of the log, or about {@code upTo} records of it.
     */
    static void project(RunningSystem system, String schema, long upTo) {
        try (HikariDataSource dataSource = system.dataSource(schema, 2);
                LogReplay replay = new LogReplay(
                        system.adminConfig(),
                        new ReadTables(dataSource),
                        IntStream.range(0, PARTITIONS).boxed().toList(),
                        97,
                        record -> false)) {
            long read = 0;
            while (read < upTo && !replay.nextOffsets().equals(replay.endOffsets())) {
                read += replay.poll(Duration.ofMillis(200));
            }
            new UsageCompaction(dataSource).run();
        }
    }

    /** Takes sessions out that have no event since then. */
    static void expire(RunningSystem system, String schema, Instant cutoff) {
        try (HikariDataSource dataSource = system.dataSource(schema, 2)) {
            new SessionExpiry(dataSource).expire(cutoff, removed -> true);
        }
    }

    static void update(RunningSystem system, String schema, String sql) {
        try (HikariDataSource dataSource = system.dataSource(schema, 2)) {
            JdbcClient.create(dataSource).sql(sql).update();
        }
    }

    static <T> List<T> query(RunningSystem system, String schema, String sql, Class<T> type) {
        try (HikariDataSource dataSource = system.dataSource(schema, 2)) {
            return JdbcClient.create(dataSource).sql(sql).query(type).list();
        }
    }

    /** The same tables in a database of their own, to be damaged. */
    static RunningSystem copyOf(RunningSystem system) {
        String original = nameOf(system.database().jdbcUrl());
        String name = original + "_copy_" + copies.incrementAndGet();
        RunningSystem server =
                new RunningSystem(system.kafka(), withName(system.database(), "postgres"), system.apiPort());
        update(server, "public", "create database " + name + " template " + original);
        return new RunningSystem(system.kafka(), withName(system.database(), name), system.apiPort());
    }

    private static Database withName(Database database, String name) {
        String url = database.jdbcUrl();
        return new Database(
                url.substring(0, url.lastIndexOf('/') + 1) + name, database.username(), database.password());
    }

    private static String nameOf(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        broker.close();
    }
}
