/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.agentlens.boot.connect.Database;
import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.MaintenanceLock;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.erase.EraseCommand;
import dev.agentlens.cli.retention.RetentionCommand;
import dev.agentlens.cli.verify.Verification;
import dev.agentlens.cli.verify.VerificationReport;
import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.projector.ProjectorApplication;
import dev.agentlens.readmodel.tables.ReadSchema;
import dev.agentlens.testsupport.TestServices;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine;

/** A rebuild beside a real projector, on a log of its own. */
class RebuildIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 3;

    private final StringWriter said = new StringWriter();
    private final Random random = new Random(11);
    private RunningSystem system;
    private HikariDataSource dataSource;
    private JdbcClient jdbc;
    private KafkaProducer<byte[], byte[]> producer;
    private ConfigurableApplicationContext projector;

    @BeforeEach
    void start() throws Exception {
        String kafka = TestServices.emptyKafka();
        TestServices.Database database = TestServices.newDatabase();
        system =
                new RunningSystem(kafka, new Database(database.jdbcUrl(), database.username(), database.password()), 0);
        dataSource = system.dataSource(ReadSchema.LIVE, 4);
        jdbc = JdbcClient.create(dataSource);
        try (Admin admin = Admin.create(system.adminConfig())) {
            admin.createTopics(List.of(
                            new NewTopic(EventTopic.EVENTS, PARTITIONS, (short) 1),
                            new NewTopic(EventTopic.DEAD_LETTERS, 1, (short) 1)))
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(system.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer());
        projector = new SpringApplicationBuilder(ProjectorApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.kafka.bootstrap-servers=" + kafka,
                        "--spring.datasource.url=" + database.jdbcUrl(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password(),
                        "--agentlens.projector.max-retry-backoff=200ms");
    }

    @AfterEach
    void stop() {
        projector.close();
        producer.close();
        dataSource.close();
    }

    @Test
    void newTablesEqualTheOldOnesAndTheProjectorGoesOnInThem() throws Exception {
        append(3_000);
        appendPoison();
        awaitProjected();
        List<String> before = tables();
        List<Long> ledger = ledger();
        long deadLetters = size(EventTopic.DEAD_LETTERS);

        rebuild().run();

        assertThat(said.toString()).contains("Switched", "Done");
        assertThat(tables()).isEqualTo(before);
        assertThat(ledger()).isEqualTo(ledger);
        assertThat(size(EventTopic.DEAD_LETTERS)).as("set aside once").isEqualTo(deadLetters);
        assertThat(schemas()).containsExactly(ReadSchema.LIVE);
        append(500);
        awaitProjected();
        assertThat(ledger().stream().mapToLong(n -> n).sum()).isEqualTo(size(EventTopic.EVENTS));
    }

    @Test
    void damagedTablesAreRestored() throws Exception {
        append(1_000);
        awaitProjected();
        List<String> rebuilt = tables();
        jdbc.sql("delete from sessions where session_id = 's1'").update();
        jdbc.sql("update session_rollup set tokens_in = tokens_in + 1").update();

        rebuild().run();

        assertThat(tables()).isEqualTo(rebuilt);
    }

    @Test
    void readersAndWritersDoNotNoticeTheSwitch() throws Exception {
        append(2_000);
        awaitProjected();
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong seen = new AtomicLong();
        CompletableFuture<Void> reader = inBackground(() -> {
            while (!over.get()) {
                long events = jdbc.sql("select coalesce(sum(events), 0) from session_rollup")
                        .query(Long.class)
                        .single();
                // Were a moment of the new tables older than what was read before, a reader would go back in time.
                assertThat(events).isGreaterThanOrEqualTo(seen.getAndSet(events));
            }
            return null;
        });
        CompletableFuture<Void> writer = inBackground(() -> {
            while (!over.get()) {
                append(20);
            }
            return null;
        });

        for (int i = 0; i < 3; i++) {
            rebuild().run();
        }

        over.set(true);
        writer.get();
        reader.get();
        awaitProjected();
        assertThat(ledger().stream().mapToLong(n -> n).sum()).isEqualTo(size(EventTopic.EVENTS));
        List<String> live = tables();
        rebuild().run();
        assertThat(tables()).isEqualTo(live);
    }

    @Test
    void interruptedOneIsGoneOnWithAndCanBeGivenUp() throws Exception {
        append(2_000);
        awaitProjected();
        Thread slow = new Thread(
                () -> rebuild(new RebuildOptions(1, 200, Duration.ZERO, false)).run());
        slow.start();
        await().until(() -> projectedIn(ReadSchema.REBUILD) > 0);
        assertThatThrownBy(() -> rebuild().run())
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("Another rebuild is running");
        slow.interrupt();
        slow.join(PATIENCE.toMillis());
        long done = projectedIn(ReadSchema.REBUILD);
        assertThat(done).isPositive();

        rebuild().run();
        assertThat(said.toString()).contains("Going on with the rebuild");

        rebuild().abort();
        assertThat(said.toString()).contains("nothing to give up");
        ReadSchema.migrate(dataSource, ReadSchema.REBUILD);
        rebuild().abort();
        assertThat(schemas()).containsExactly(ReadSchema.LIVE);
    }

    @Test
    void dryRunChangesNothing() throws Exception {
        append(100);
        awaitProjected();

        rebuild().dryRun();

        assertThat(said.toString()).contains("100 records", "Nothing was changed");
        assertThat(schemas()).containsExactly(ReadSchema.LIVE);
    }

    @Test
    void logThatLacksEventsOfTheTablesIsNotEnough() throws Exception {
        append(300);
        awaitProjected();
        try (Admin admin = Admin.create(system.adminConfig())) {
            admin.deleteRecords(Map.of(new TopicPartition(EventTopic.EVENTS, 0), RecordsToDelete.beforeOffset(10)))
                    .all()
                    .get();
        }
        assertThatThrownBy(() -> rebuild().run())
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContainingAll("first records", "[0]", "--accept-loss");
        assertThat(schemas()).containsExactly(ReadSchema.LIVE);

        jdbc.sql("update projection_source set topic_id = 'another'").update();
        assertThatThrownBy(() -> rebuild().run())
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContainingAll("another log", "--accept-loss");
    }

    @Test
    void erasedSessionStaysErasedWhateverIsSentAgainOrRebuilt() throws Exception {
        append(1_000);
        awaitProjected();
        assertThat(sessions()).contains("s1");
        ExecutedCommand dry = execute(new EraseCommand(() -> system), "--session", "s1", "--dry-run");
        assertThat(dry.out()).contains("Session s1 has", "dry run");
        assertThat(sessions()).contains("s1");

        ExecutedCommand erased = execute(new EraseCommand(() -> system), "--session", "s1", "--yes");

        assertThat(erased.exitCode()).as(erased.out()).isZero();
        assertThat(sessions()).isNotEmpty().doesNotContain("s1");
        append(1_000);
        awaitProjected();
        assertThat(sessions()).doesNotContain("s1");
        assertVerified();
        rebuild().run();
        assertThat(sessions()).isNotEmpty().doesNotContain("s1");
        assertVerified();
        append(1_000);
        awaitProjected();
        assertThat(sessions()).doesNotContain("s1");
        assertVerified();
        assertThat(jdbc.sql("select sum(erased) from projection_offsets")
                        .query(Long.class)
                        .single())
                .isGreaterThan(1);
    }

    @Test
    void expiredSessionsStayAwayFromRebuiltTables() throws Exception {
        append(1_000);
        awaitProjected();
        List<String> before = sessions();
        ExecutedCommand dry = execute(new RetentionCommand(() -> system), "--days", "1", "--dry-run");
        assertThat(dry.out()).contains(before.size() + " sessions", "dry run");
        assertThat(sessions()).isEqualTo(before);

        ExecutedCommand done = execute(new RetentionCommand(() -> system), "--days", "1", "--yes");

        assertThat(done.exitCode()).as(done.out()).isZero();
        assertThat(sessions()).isEmpty();
        assertVerified();
        append(100);
        awaitProjected();
        assertThat(sessions()).isNotEmpty();
        assertVerified();
        rebuild().run();
        assertThat(sessions()).as("all are old").isEmpty();
        assertVerified();
    }

    @Test
    void switchWaitsForAVerification() throws Exception {
        append(100);
        awaitProjected();
        CompletableFuture<Void> rebuild;
        try (MaintenanceLock verification = MaintenanceLock.ofVerification(dataSource)) {
            rebuild = inBackground(() -> {
                rebuild().run();
                return null;
            });
            await().until(() -> said.toString().contains("Waiting for the end of ./agentlens verify"));
            assertThat(said.toString()).doesNotContain("Switched");
        }
        rebuild.get();
        assertThat(said.toString()).contains("Switched");
    }

    private record ExecutedCommand(int exitCode, String out) {}

    private static ExecutedCommand execute(Object command, String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(command);
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
        return new ExecutedCommand(line.execute(arguments), out.toString());
    }

    private void assertVerified() {
        VerificationReport report = Verification.of(system, ReadSchema.LIVE, Verification.Options.defaults())
                .run((phase, done, total) -> {});
        assertThat(report.first()).isEmpty();
        assertThat(report.equal()).isTrue();
    }

    private List<String> sessions() {
        return jdbc.sql("select session_id from sessions order by 1")
                .query(String.class)
                .list();
    }

    private Rebuild rebuild() {
        return rebuild(new RebuildOptions(2, 0, Duration.ZERO, false));
    }

    private Rebuild rebuild(RebuildOptions options) {
        return new Rebuild(system, options, new RebuildReport(new PrintWriter(said, true)));
    }

    private void append(int count) {
        List<AgentEvent> events = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> events.add(AgentEvents.random(random)));
        events.forEach(event -> {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    EventTopic.EVENTS, EventTopic.key(event.identity().sessionId()), AgentEventCodec.encode(event));
            EventTopic.headers(event, String.format("%016x", event.hashCode())).forEach(record.headers()::add);
            producer.send(record);
        });
        producer.flush();
    }

    private void appendPoison() {
        producer.send(new ProducerRecord<>(EventTopic.EVENTS, 1, new byte[] {1}, "no event".getBytes()));
        producer.flush();
    }

    private void awaitProjected() {
        await().until(() -> projectedIn(ReadSchema.LIVE) == size(EventTopic.EVENTS));
    }

    private long projectedIn(String schema) {
        return new Schemas(dataSource)
                .nextOffsets(schema).values().stream().mapToLong(n -> n).sum();
    }

    private long size(String topic) throws Exception {
        try (Admin admin = Admin.create(system.adminConfig())) {
            int partitions = topic.equals(EventTopic.EVENTS) ? PARTITIONS : 1;
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            IntStream.range(0, partitions).forEach(n -> latest.put(new TopicPartition(topic, n), OffsetSpec.latest()));
            return admin.listOffsets(latest).all().get().values().stream()
                    .mapToLong(info -> info.offset())
                    .sum();
        }
    }

    /** Projected, duplicates, conflicts, dead-lettered. */
    private List<Long> ledger() {
        return jdbc.sql("""
                        select sum(projected), sum(duplicates), sum(conflicts), sum(dead_lettered)
                        from projection_offsets
                        """)
                .query((row, n) -> List.of(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .single();
    }

    /** Every row but the number of its changes, and those that count nothing. */
    private List<String> tables() {
        return Stream.of(
                        "events",
                        "sessions",
                        "session_rollup",
                        "agent_rollup",
                        "day_rollup",
                        "model_rollup",
                        "event_type_rollup",
                        "hour_rollup")
                .flatMap(table -> jdbc
                        .sql("select (to_jsonb(t) - 'version')::text from " + table
                                + " t where coalesce((to_jsonb(t) ->> 'sessions')::bigint, 1) <> 0 order by 1")
                        .query(String.class)
                        .list()
                        .stream())
                .toList();
    }

    private List<String> schemas() {
        return jdbc.sql("select nspname from pg_namespace where nspname like 'agentlens%' order by 1")
                .query(String.class)
                .list();
    }

    private static CompletableFuture<Void> inBackground(Callable<Void> task) {
        return CompletableFuture.runAsync(() -> {
            try {
                task.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
