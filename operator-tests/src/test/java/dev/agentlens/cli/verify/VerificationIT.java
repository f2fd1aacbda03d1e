/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.boot.connect.Database;
import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.verify.Verification.Options;
import dev.agentlens.cli.verify.VerificationReport.Partition;
import dev.agentlens.common.event.EventTopic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VerificationIT {

    private static final String SCHEMA = "agentlens";
    private static final int RECORDS = 4_000;
    private static final int NO_EVENTS = 7;
    private static final String SOME_EVENT =
            "(select ctid from events where event_type = 'tool_call' and model is not null"
                    + " and log_partition = 1 order by log_offset limit 1)";
    private static final String SOME_SESSION =
            "(select ctid from sessions where status = 'error' and start_at is not null"
                    + " order by session_id limit 1)";

    /** By table: of each column, a value that is wrong. */
    private static final Map<String, List<String>> CHANGES = new TreeMap<>(Map.of(
            "events",
            List.of(
                    "event_type = 'x'",
                    "occurred_at = 'infinity'",
                    "log_partition = log_partition + 1",
                    "log_offset = log_offset + 1",
                    "content_digest = content_digest + 1",
                    "tokens_in = tokens_in + 1",
                    "tokens_out = tokens_out - 1",
                    "model = 'x'",
                    "duration_ms = coalesce(duration_ms, 0) + 0.1",
                    "input_data = '{}'",
                    "output_data = 'null'",
                    "tool_call = '[]'",
                    "decision_trace = '1'",
                    "extra = extra || ' '",
                    "cache_read_tokens = coalesce(cache_read_tokens, 0) + 1",
                    "cache_write_tokens = coalesce(cache_write_tokens, 0) + 1",
                    "reasoning_tokens = coalesce(reasoning_tokens, 0) + 1",
                    "tools = '{x}'",
                    "failed = failed is not true"),
            "sessions",
            List.of(
                    "agent_name = 'x'",
                    "status = 'x'",
                    "started_at = started_at - interval '1 second'",
                    "ended_at = ended_at + interval '1 microsecond'",
                    "event_count = event_count + 1",
                    "error_count = error_count + 1",
                    "distinct_events = distinct_events + 1",
                    "total_tokens_in = total_tokens_in + 1",
                    "total_tokens_out = total_tokens_out + 1",
                    "metadata = '{\"a\":1}'",
                    "first_at = first_at - interval '1 second'",
                    "first_event_id = 'x'",
                    "first_agent_name = 'x'",
                    "start_at = null",
                    "start_event_id = 'x'",
                    "start_agent_name = 'x'",
                    "end_at = end_at + interval '1 second'",
                    "end_event_id = 'x'",
                    "end_status = 'x'",
                    "declared_tokens_in = declared_tokens_in + 1",
                    "declared_tokens_out = declared_tokens_out + 1",
                    "summed_tokens_in = summed_tokens_in + 1",
                    "summed_tokens_out = summed_tokens_out + 1",
                    "cache_read_tokens = cache_read_tokens + 1",
                    "cache_write_tokens = cache_write_tokens + 1",
                    "reasoning_tokens = reasoning_tokens + 1",
                    "priced_usd = priced_usd + 0.000001",
                    "unpriced_tokens = unpriced_tokens + 1",
                    "conversation_id = 'x'",
                    "conversation_at = '2001-01-01Z'",
                    "conversation_event_id = 'x'",
                    "title = 'x'",
                    "title_at = '2001-01-01Z'",
                    "title_event_id = 'x'",
                    "failures = failures || ' '",
                    "models = models || '{x}'",
                    "tools = tools || '{x}'"),
            "session_rollup",
            List.of(
                    "sessions = sessions + 1",
                    "events = events + 1",
                    "tokens_in = tokens_in + 1",
                    "tokens_out = tokens_out + 1",
                    "ended_sessions = ended_sessions + 1",
                    "duration_us = duration_us + 1"),
            "agent_rollup",
            List.of("sessions = sessions + 1", "tokens = tokens + 1"),
            "day_rollup",
            List.of("sessions = sessions + 1", "tokens = tokens + 1"),
            "model_rollup",
            List.of(
                    "calls = calls + 1",
                    "tokens_in = tokens_in + 1",
                    "tokens_out = tokens_out + 1",
                    "timed_calls = timed_calls + 1",
                    "duration_ms = duration_ms + 0.1"),
            "event_type_rollup",
            List.of("events = events + 1"),
            "hour_rollup",
            List.of("events = events + 1"),
            "projection_offsets",
            List.of(
                    "projected = projected + 1",
                    "duplicates = duplicates + 1",
                    "conflicts = conflicts + 1",
                    "dead_lettered = dead_lettered + 1",
                    "erased = erased + 1")));

    static {
        CHANGES.putAll(Map.of(
                "event_usage",
                List.of(
                        "events = events + 1",
                        "errors = errors + 1",
                        "tokens_in = tokens_in + 1",
                        "uncached_tokens = uncached_tokens + 1",
                        "tokens_out = tokens_out + 1",
                        "cache_read_tokens = cache_read_tokens + 1",
                        "cache_write_tokens = cache_write_tokens + 1",
                        "reasoning_tokens = reasoning_tokens + 1",
                        "timed_events = timed_events + 1",
                        "duration_ms = duration_ms + 0.1"),
                "session_usage",
                List.of(
                        "sessions = sessions + 1",
                        "events = events + 1",
                        "tokens_in = tokens_in + 1",
                        "tokens_out = tokens_out + 1",
                        "ended = ended + 1",
                        "duration_us = duration_us + 1")));
    }

    @TempDir
    private static Path directory;

    private static TestLog log;
    private static RunningSystem sound;
    private static VerificationReport damagedEverywhere;

    @BeforeAll
    static void project() throws Exception {
        log = new TestLog(directory.resolve("kafka"));
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(TestLog.random(new Random(7), RECORDS));
        for (int n = 0; n < NO_EVENTS; n++) {
            records.add(n * 100, TestLog.noEvent(n % TestLog.PARTITIONS));
        }
        records.add(500, TestLog.record(step("s0-1", TestLog.REFUSED, T0, "llm_call", 1, 1), null));
        records.add(900, TestLog.record(step("s0-2", TestLog.REFUSED, T0, "llm_call", 1, 1), null));
        log.append(records);
        sound = log.newTables(SCHEMA);
        TestLog.update(
                sound,
                SCHEMA,
                "alter table events add constraint refuse check (event_id <> '" + TestLog.REFUSED + "')");
        TestLog.project(sound, SCHEMA, Long.MAX_VALUE);
        damagedEverywhere = damageEverywhere();
    }

    @AfterAll
    static void close() {
        log.close();
    }

    @Test
    void soundTablesAreEqualAndEachRecordIsAccountedForOnce() {
        VerificationReport report = verify(sound);

        assertThat(report.first()).isEmpty();
        assertThat(report.equal()).isTrue();
        assertThat(report.records()).isEqualTo(RECORDS + NO_EVENTS + 2);
        assertThat(report.ledger()).allSatisfy(partition -> {
            assertThat(partition.projected()
                            + partition.duplicates()
                            + partition.conflicts()
                            + partition.deadLettered())
                    .isEqualTo(partition.records());
            assertThat(partition.duplicates()).isPositive();
            assertThat(partition.conflicts()).isPositive();
        });
        assertThat(report.ledger().stream().mapToLong(Partition::deadLettered).sum())
                .isEqualTo(NO_EVENTS + 2);
        assertThat(report.unreadable()).hasSize(NO_EVENTS);
        assertThat(report.notYetProjected()).isZero();
        assertThat(report.tables())
                .hasSize(12)
                .allSatisfy(table -> assertThat(table.rows())
                        .as(table.table())
                        .isEqualTo(TestLog.query(sound, SCHEMA, "select count(*) from " + table.table(), Long.class)
                                .get(0)));
    }

    /** Each alone: nothing else may differ. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            lost event              | events             | is missing; the log says                    | delete from events where ctid = EVENT
            doubled event           | events             | is there more than once                     | alter table events drop constraint events_pkey; insert into events select * from events where ctid = EVENT
            changed payload         | events             | input_data is sha256:                       | update events set input_data = concat(input_data, ' ') where ctid = (select ctid from events where input_data is not null limit 1)
            changed digits          | events             | duration_ms is 1                            | update events set duration_ms = duration_ms * 1.00 where ctid = (select ctid from events where duration_ms between 10 and 19 limit 1)
            changed digest          | events             | content_digest is                           | update events set content_digest = content_digest + 1 where ctid = EVENT
            later record of the id  | events             | log_offset is                               | update events set log_offset = log_offset + 1 where ctid = EVENT
            invented event          | events             | the log has no such row                     | insert into events select occurred_at, log_offset, log_partition, content_digest, tokens_in, tokens_out, 'zzz', 'more', event_type from events where ctid = EVENT
            changed sum             | sessions           | total_tokens_in is                          | update sessions set total_tokens_in = total_tokens_in + 1 where ctid = SESSION
            wrong status            | sessions           | status is active, the log says error        | update sessions set status = 'active' where ctid = SESSION
            wrong end               | sessions           | ended_at is                                 | update sessions set ended_at = ended_at + interval '1 microsecond' where ctid = SESSION
            invented session        | sessions           | the log has no such row                     | insert into sessions (started_at, event_count, error_count, distinct_events, total_tokens_in, total_tokens_out, session_id, agent_name, status, metadata, version, first_at, first_event_id, summed_tokens_in, summed_tokens_out) select started_at, event_count, error_count, distinct_events, total_tokens_in, total_tokens_out, 'zzz', agent_name, status, metadata, version, first_at, first_event_id, summed_tokens_in, summed_tokens_out from sessions where ctid = SESSION
            lost session            | sessions           | is missing; the log says                    | delete from sessions where ctid = SESSION
            wrong rollup            | agent_rollup       | tokens is                                   | update agent_rollup set tokens = tokens + 1 where agent_name = 'a' and log_partition = 1
            invented rollup         | agent_rollup       | the log has no such row                     | insert into agent_rollup values (1, 'nobody', 1, 5)
            wrong day               | day_rollup         | sessions is                                 | update day_rollup set sessions = sessions + 1 where ctid = (select ctid from day_rollup where log_partition = 1 limit 1)
            wrong hour              | hour_rollup        | events is                                   | update hour_rollup set events = events - 1 where hour = 10 and log_partition = 1
            lost rollup             | session_rollup     | is missing; the log says sessions           | delete from session_rollup where status = 'error' and log_partition = 1
            wrong counter           | projection_offsets | duplicates is                               | update projection_offsets set duplicates = duplicates - 1 where log_partition = 1
            position after the log  | projection_offsets | next_offset is                              | update projection_offsets set next_offset = next_offset + 1 where log_partition = 1
            unknown partition       | projection_offsets | the log has no such row                     | insert into projection_offsets (topic, log_partition, next_offset) values ('agentlens.events.v1', 9, 0)
            wrong latency           | event_usage        | bucket_hashes is                                 | update event_usage_hour set buckets = array_append(buckets, 7), bucket_events = array_append(bucket_events, 1::bigint) where ctid = (select ctid from event_usage_hour where kind = 'event' and agent_name = 'a' limit 1)
            usage of another agent  | event_usage        | the log has no such row                     | insert into event_usage select grain, kind, at, 'nobody', name, model, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.1, '{}', '{}' from event_usage where grain = 'hour' limit 1
            invented session usage  | session_usage      | the log has no such row                     | insert into session_usage values ('day', '2026-02-14Z', 'nobody', 'active', '', 1, 0, 0, 0, 0, 0)
            wrong search text       | sessions           | searched is                                 | update session_search set body = concat(body, ' more') where session_id = 's0-1'
            wrong label             | sessions           | labels is                                   | update session_search set labels = array_append(labels, 'tool:x') where session_id = 's0-1'
            wrong metadata label    | sessions           | metadata_labels is                          | update session_search set metadata_labels = array_append(metadata_labels, 'a=b') where session_id = 's0-1'
            wrong metadata text     | sessions           | metadata_body is                            | update session_search set metadata_body = 'x' where session_id = 's0-1'
            erasure without record  | erased_sessions    | the log has no such row                     | insert into erased_sessions values ('zzz', 0, 1)
            """)
    void plantedDifferenceIsFoundAndNamed(String name, String table, String words, String sql) {
        RunningSystem damaged = TestLog.copyOf(sound);
        TestLog.update(damaged, SCHEMA, sql.replace("EVENT", SOME_EVENT).replace("SESSION", SOME_SESSION));

        assertThat(verify(damaged).first()).singleElement().satisfies(difference -> {
            assertThat(difference.table()).isEqualTo(table);
            assertThat(difference.what()).contains(words);
        });
    }

    @ParameterizedTest
    @MethodSource("columns")
    void everyColumnIsCompared(String table, List<String> changes) {
        List<String> found = damagedEverywhere.first().stream()
                .filter(difference -> difference.table().equals(table))
                .map(VerificationReport.Difference::what)
                .toList();

        assertThat(changes)
                .allSatisfy(change ->
                        assertThat(found).anySatisfy(what -> assertThat(what).contains(column(change) + " is ")));
    }

    static Stream<Arguments> columns() {
        return CHANGES.entrySet().stream().map(table -> Arguments.of(table.getKey(), table.getValue()));
    }

    /** Each in one row. */
    private static VerificationReport damageEverywhere() {
        RunningSystem damaged = TestLog.copyOf(sound);
        TestLog.update(damaged, SCHEMA, "delete from event_usage where events = 0");
        List.of("session_rollup", "agent_rollup", "day_rollup", "session_usage")
                .forEach(table -> TestLog.update(damaged, SCHEMA, "delete from " + table + " where sessions = 0"));
        // An update moves its row to the end of the table, and so the next one finds another row.
        CHANGES.forEach((table, changes) -> changes.forEach(change -> TestLog.update(damaged, SCHEMA, """
                update %1$s set %2$s
                where ctid = (select ctid from %1$s where %3$s is distinct from (%4$s) order by ctid limit 1)
                """.formatted(
                        table, change, column(change), change.substring(change.indexOf('=') + 1)))));
        return Verification.of(damaged, SCHEMA, new Options(32, 1_000)).run((phase, done, total) -> {});
    }

    private static String column(String change) {
        return change.substring(0, change.indexOf(' '));
    }

    @Test
    void positionBehindTheRowsAndOneMissingAreFound() {
        RunningSystem behind = TestLog.copyOf(sound);
        TestLog.update(behind, SCHEMA, "update projection_offsets set next_offset = 5 where log_partition = 0");
        RunningSystem without = TestLog.copyOf(sound);
        TestLog.update(without, SCHEMA, "delete from projection_offsets where log_partition = 0");

        assertThat(verify(behind).first())
                .anySatisfy(difference -> assertThat(difference.what()).contains("up to the position of the tables"));
        assertThat(verify(without).first())
                .anySatisfy(difference -> assertThat(difference.what()).contains("up to the position of the tables"));
    }

    @Test
    void positionAheadOfTheRowsIsFound() {
        RunningSystem half = half();
        TestLog.update(
                half, SCHEMA, "update projection_offsets set next_offset = next_offset + 9, projected = projected + 9");

        VerificationReport report = verify(half);

        assertThat(report.first())
                .anySatisfy(difference -> assertThat(difference.what()).contains("is missing; the log says"));
    }

    @Test
    void whatIsNotProjectedYetIsNoDifference() {
        VerificationReport report = verify(half());

        assertThat(report.first()).isEmpty();
        assertThat(report.notYetProjected()).isPositive();
        assertThat(report.records() + report.notYetProjected()).isEqualTo(RECORDS + NO_EVENTS + 2);
    }

    @Test
    void recordThatWasSetAsideOnceAndIsInTheTablesNowIsNoDifference() {
        RunningSystem tables = log.newTables(SCHEMA);
        TestLog.project(tables, SCHEMA, Long.MAX_VALUE);

        VerificationReport report = verify(tables);

        assertThat(report.first()).isEmpty();
        assertThat(report.ledger().stream().mapToLong(Partition::deadLettered).sum())
                .isEqualTo(NO_EVENTS);
    }

    @Test
    void onlyAHundredDifferencesAreReported() {
        RunningSystem damaged = TestLog.copyOf(sound);
        TestLog.update(damaged, SCHEMA, "update events set tokens_in = tokens_in + 1");

        VerificationReport report = verify(damaged);

        assertThat(report.first()).hasSize(100);
        assertThat(report.differences())
                .isEqualTo(TestLog.query(damaged, SCHEMA, "select count(*) from events", Long.class)
                        .get(0));
    }

    @Test
    void littleMemoryGivesTheSameResult() {
        RunningSystem damaged = TestLog.copyOf(sound);
        TestLog.update(damaged, SCHEMA, "update events set tokens_in = tokens_in + 1 where log_offset % 50 = 0");
        TestLog.update(damaged, SCHEMA, "update agent_rollup set tokens = 1");
        VerificationReport much =
                Verification.of(damaged, SCHEMA, new Options(256, 100)).run((phase, done, total) -> {});

        VerificationReport little =
                Verification.of(damaged, SCHEMA, new Options(1, 100)).run((phase, done, total) -> {});

        assertThat(little.tables()).isEqualTo(much.tables());
        assertThat(little.first()).isNotEmpty();
        assertThat(little.ledger()).isEqualTo(much.ledger());
    }

    @Test
    void temporaryTablesAreDroppedAlsoWhereItIsEndedInTheMiddle() {
        assertThatThrownBy(() -> Verification.of(sound, SCHEMA, Options.defaults())
                        .run((phase, done, total) -> {
                            if (done == total) {
                                throw new IllegalStateException("killed");
                            }
                        }))
                .hasMessage("killed");
        assertThatThrownBy(() -> Verification.of(sound, SCHEMA, Options.defaults())
                        .run((phase, done, total) -> {
                            if (done >= total / 2 && phase == Verification.Phase.READING_THE_LOG) {
                                TestLog.query(
                                        sound,
                                        SCHEMA,
                                        "select pg_terminate_backend(pid) from pg_stat_activity where query like 'copy log_entry%'",
                                        Boolean.class);
                            }
                        }))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("PostgreSQL");

        assertThat(TestLog.query(
                        sound, SCHEMA, "select relname from pg_class where relpersistence = 't'", String.class))
                .isEmpty();
        assertThat(verify(sound).equal()).isTrue();
    }

    @Test
    void rightThatIsMissingIsNamed() {
        RunningSystem tables = TestLog.copyOf(sound);
        String database = tables.database().jdbcUrl().replaceAll(".*/", "");
        TestLog.update(tables, SCHEMA, """
                create role reader login password 'reader';
                grant usage on schema agentlens to reader;
                grant select on all tables in schema agentlens to reader;
                revoke temporary on database %s from public
                """.formatted(database));
        RunningSystem asReader = new RunningSystem(
                tables.kafka(), new Database(tables.database().jdbcUrl(), "reader", "reader"), tables.apiPort());

        assertThatThrownBy(() -> verify(asReader))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("TEMPORARY on the database")
                .hasMessageContaining("permission denied to create temporary tables in database \"" + database + "\"");

        TestLog.update(tables, SCHEMA, "grant temporary on database %s to reader".formatted(database));
        assertThat(verify(asReader).equal()).isTrue();
    }

    @Test
    void schemaOfARebuildIsCheckedApartFromTheLiveOne() {
        RunningSystem both = log.newTables("agentlens_rebuild");
        TestLog.project(both, "agentlens_rebuild", Long.MAX_VALUE);

        assertThat(Verification.of(both, "agentlens_rebuild", Options.defaults())
                        .run((phase, done, total) -> {})
                        .equal())
                .isTrue();
        assertThatThrownBy(() -> verify(both))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("no read tables of this version in the schema agentlens");
    }

    @Test
    void tablesOfAnotherLogAreNotCompared() {
        RunningSystem other = TestLog.copyOf(sound);
        TestLog.update(other, SCHEMA, "update projection_source set topic_id = 'another'");

        assertThatThrownBy(() -> verify(other))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("were projected from another log: from the topic with the id another, while");
    }

    @Test
    void emptyTablesAreNotCompared() {
        assertThatThrownBy(() -> verify(log.newTables(SCHEMA)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("Nothing was projected into the schema agentlens yet");
    }

    @Test
    void nothingIsWrittenAndNoRebuildSwitchesMeanwhile() throws Exception {
        List<String> rows = rowVersions();
        List<Long> ends = ends();
        List<Integer> locks = new ArrayList<>();

        Verification.of(sound, SCHEMA, Options.defaults()).run((phase, done, total) -> {
            if (locks.isEmpty()) {
                locks.addAll(TestLog.query(
                        sound,
                        SCHEMA,
                        "select count(*) from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted",
                        Integer.class));
            }
        });

        assertThat(locks).containsExactly(1);
        assertThat(rowVersions()).isEqualTo(rows);
        assertThat(ends()).isEqualTo(ends);
        assertThat(log.admin().listTopics().names().get())
                .containsExactlyInAnyOrder(EventTopic.EVENTS, EventTopic.DEAD_LETTERS, EventTopic.REJECTED);
        assertThat(log.admin().listGroups().all().get()).isEmpty();
    }

    @Test
    void commandSaysItInWordsAndByItsExitCode() {
        Run equal = Run.of(sound);
        RunningSystem damaged = TestLog.copyOf(sound);
        TestLog.update(
                damaged, SCHEMA, "update hour_rollup set events = 1000000 where hour = 10 and log_partition = 1");
        Run different = Run.of(damaged);

        assertThat(equal.exitCode()).isZero();
        assertThat(equal.out())
                .contains("Equal: the read tables are what the log makes of them.")
                .containsPattern("all +4,009 ");
        assertThat(different.exitCode()).isEqualTo(1);
        assertThat(different.out())
                .containsPattern("hour_rollup 10 \\(partition 1\\): events is 1000000, the log says [0-9]+\n")
                .contains("Different: 1 differences.", "./agentlens rebuild");
        assertThat(Run.of(sound, "--schema", "public").exitCode()).isEqualTo(2);
        assertThat(Run.of(sound, "--memory", "0").exitCode()).isEqualTo(2);
    }

    @Test
    void commandSaysItInJson() {
        RunningSystem damaged = TestLog.copyOf(sound);
        TestLog.update(damaged, SCHEMA, "update projection_offsets set dead_lettered = 1000 where log_partition = 1");

        Run different = Run.of(damaged, "--json");

        assertThat(different.exitCode()).isEqualTo(1);
        JsonNode json = new JsonMapper().readTree(different.out());
        assertThat(json.get("equal").booleanValue()).isFalse();
        assertThat(json.get("differences").intValue()).isEqualTo(1);
        assertThat(json.get("first_differences").get(0).get("table").stringValue())
                .isEqualTo("projection_offsets");
        assertThat(json.get("ledger").get(2).get("dead_lettered").intValue()).isEqualTo(2);
        assertThat(json.get("records").intValue()).isEqualTo(4_009);
    }

    private record Run(int exitCode, String out) {

        static Run of(RunningSystem system, String... arguments) {
            StringWriter out = new StringWriter();
            CommandLine command = new CommandLine(new VerifyCommand(() -> system))
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(new StringWriter()));
            return new Run(command.execute(arguments), out.toString());
        }
    }

    private static VerificationReport verify(RunningSystem system) {
        return Verification.of(system, SCHEMA, Options.defaults()).run((phase, done, total) -> {});
    }

    private static RunningSystem half() {
        RunningSystem half = log.newTables(SCHEMA);
        TestLog.project(half, SCHEMA, RECORDS / 2);
        return half;
    }

    private static List<String> rowVersions() {
        return TestLog.query(sound, SCHEMA, """
                select xmin::text || xmax::text || ctid::text from events
                union all select xmin::text || xmax::text || ctid::text from sessions
                union all select xmin::text || xmax::text || ctid::text from projection_offsets
                union all select xmin::text || xmax::text || ctid::text from projection_source
                union all select xmin::text || xmax::text || ctid::text from agent_rollup
                union all select n_tup_ins || ' ' || n_tup_upd || ' ' || n_tup_del from pg_stat_user_tables
                order by 1
                """, String.class);
    }

    private static List<Long> ends() throws Exception {
        List<Long> ends = new ArrayList<>();
        for (String topic : List.of(EventTopic.EVENTS, EventTopic.DEAD_LETTERS, EventTopic.REJECTED)) {
            TopicPartition first = new TopicPartition(topic, 0);
            ends.add(log.admin()
                    .listOffsets(Map.of(first, OffsetSpec.latest()))
                    .partitionResult(first)
                    .get()
                    .offset());
        }
        return ends;
    }
}
