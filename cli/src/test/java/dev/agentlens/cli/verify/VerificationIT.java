/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.verify.Verification.Options;
import dev.agentlens.cli.verify.VerificationReport.Partition;
import dev.agentlens.common.event.EventTopic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @TempDir
    private static Path directory;

    private static TestLog log;
    private static RunningSystem sound;

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
                .hasSize(10)
                .allSatisfy(table -> assertThat(table.rows())
                        .as(table.table())
                        .isEqualTo(TestLog.query(sound, SCHEMA, "select count(*) from " + table.table(), Long.class)
                                .get(0)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            event deleted            | events | is missing; the log has it at partition 1 | delete from events where ctid = EVENT
            event added              | events | the log has no such event | insert into events select occurred_at, log_offset, log_partition, content_digest, tokens_in, tokens_out, session_id, 'more', event_type from events where ctid = EVENT
            event of no session      | events | the log has no such event | insert into events select occurred_at, log_offset, log_partition, content_digest, tokens_in, tokens_out, 'zzz', 'more', event_type from events where ctid = EVENT
            event type               | events | event_type is decision, the log says tool_call | update events set event_type = 'decision' where ctid = EVENT
            time                     | events | occurred_at is | update events set occurred_at = occurred_at + interval '1 microsecond' where ctid = EVENT
            infinite time            | events | occurred_at is | update events set occurred_at = 'infinity' where ctid = EVENT
            partition of an event    | events | log_partition is 2, the log says 1 | update events set log_partition = 2 where ctid = EVENT
            offset of an event       | events | log_offset is | update events set log_offset = log_offset + 1 where ctid = EVENT
            digest                   | events | content_digest is | update events set content_digest = content_digest + 1 where ctid = EVENT
            tokens in                | events | tokens_in is | update events set tokens_in = tokens_in + 1 where ctid = EVENT
            tokens out               | events | tokens_out is | update events set tokens_out = tokens_out - 1 where ctid = EVENT
            model                    | events | model is null, the log says model- | update events set model = null where ctid = EVENT
            duration                 | events | duration_ms is | update events set duration_ms = coalesce(duration_ms, 0) + 0.1 where ctid = EVENT
            digits of a duration     | events | duration_ms is 1 | update events set duration_ms = duration_ms * 1.00 where ctid = (select ctid from events where duration_ms between 10 and 19 limit 1)
            input                    | events | input_data is sha256: | update events set input_data = '{}' where ctid = EVENT
            output                   | events | output_data is sha256: | update events set output_data = 'null' where ctid = EVENT
            tool call                | events | tool_call is sha256: | update events set tool_call = '[]' where ctid = EVENT
            trace                    | events | decision_trace is sha256: | update events set decision_trace = '1' where ctid = EVENT
            other fields             | events | extra is null, the log says sha256: | update events set extra = null where ctid = (select ctid from events where extra is not null limit 1)
            white space in a field   | events | extra is sha256: | update events set extra = concat(extra, ' ') where ctid = (select ctid from events where extra is not null limit 1)
            id of an event           | events | the log has no such event | update events set event_id = concat(event_id, '!') where ctid = EVENT
            session deleted          | sessions | is missing | delete from sessions where ctid = SESSION
            session added            | sessions | the log has no event of it | insert into sessions (started_at, event_count, error_count, distinct_events, total_tokens_in, total_tokens_out, session_id, agent_name, status, metadata, version, first_at, first_event_id, summed_tokens_in, summed_tokens_out) select started_at, event_count, error_count, distinct_events, total_tokens_in, total_tokens_out, 'zzz', agent_name, status, metadata, version, first_at, first_event_id, summed_tokens_in, summed_tokens_out from sessions where ctid = SESSION
            agent                    | sessions | agent_name is x | update sessions set agent_name = 'x' where ctid = SESSION
            status                   | sessions | status is active, the log says error | update sessions set status = 'active' where ctid = SESSION
            start                    | sessions | started_at is | update sessions set started_at = started_at - interval '1 second' where ctid = SESSION
            end                      | sessions | ended_at is null | update sessions set ended_at = null where ctid = SESSION
            event count              | sessions | event_count is | update sessions set event_count = event_count + 1 where ctid = SESSION
            error count              | sessions | error_count is | update sessions set error_count = error_count + 1 where ctid = SESSION
            total off by one         | sessions | total_tokens_in is | update sessions set total_tokens_in = total_tokens_in + 1 where ctid = SESSION
            metadata                 | sessions | metadata is sha256: | update sessions set metadata = '{"a":1}' where ctid = SESSION
            memory: first            | sessions | first_event_id is x | update sessions set first_event_id = 'x' where ctid = SESSION
            memory: first's time     | sessions | first_at is | update sessions set first_at = first_at - interval '1 second' where ctid = SESSION
            memory: first's agent    | sessions | first_agent_name is x | update sessions set first_agent_name = 'x' where ctid = SESSION
            memory: start            | sessions | start_at is null | update sessions set start_at = null where ctid = SESSION
            memory: start's id       | sessions | start_event_id is x | update sessions set start_event_id = 'x' where ctid = SESSION
            memory: start's agent    | sessions | start_agent_name is x | update sessions set start_agent_name = 'x' where ctid = SESSION
            memory: end              | sessions | end_at is | update sessions set end_at = end_at + interval '1 second' where ctid = SESSION
            memory: end's id         | sessions | end_event_id is x | update sessions set end_event_id = 'x' where ctid = SESSION
            memory: end's status     | sessions | end_status is timeout | update sessions set end_status = 'timeout' where ctid = SESSION
            memory: declared in      | sessions | declared_tokens_in is | update sessions set declared_tokens_in = declared_tokens_in + 1 where ctid = SESSION
            memory: declared out     | sessions | declared_tokens_out is | update sessions set declared_tokens_out = declared_tokens_out + 1 where ctid = SESSION
            memory: sum in           | sessions | summed_tokens_in is | update sessions set summed_tokens_in = summed_tokens_in + 1 where ctid = SESSION
            memory: distinct events  | sessions | distinct_events is | update sessions set distinct_events = distinct_events + 1 where ctid = SESSION
            memory: sum out          | sessions | summed_tokens_out is | update sessions set summed_tokens_out = summed_tokens_out + 1 where ctid = SESSION
            sessions by status       | session_rollup | sessions is | update session_rollup set sessions = sessions + 1 where status = 'error' and log_partition = 1
            events by status         | session_rollup | events is | update session_rollup set events = events + 1 where status = 'error' and log_partition = 1
            tokens by status         | session_rollup | tokens_out is | update session_rollup set tokens_out = tokens_out + 1 where status = 'error' and log_partition = 1
            ended by status          | session_rollup | ended_sessions is | update session_rollup set ended_sessions = 0 where status = 'error' and log_partition = 1
            durations by status      | session_rollup | duration_us is | update session_rollup set duration_us = duration_us + 1 where status = 'error' and log_partition = 1
            status row deleted       | session_rollup | sessions is 0, the log says | delete from session_rollup where status = 'error' and log_partition = 1
            agent row added          | agent_rollup | sessions is 1, the log says 0 | insert into agent_rollup values (1, 'nobody', 1, 5)
            agent row moved          | agent_rollup | sessions is | update agent_rollup set log_partition = 9 where agent_name = 'a' and log_partition = 1
            tokens by agent          | agent_rollup | tokens is | update agent_rollup set tokens = tokens + 1 where agent_name = 'a' and log_partition = 1
            day row added            | day_rollup | sessions is 3, the log says 0 | insert into day_rollup values (1, '0044-03-15', 3, 5)
            tokens by day            | day_rollup | tokens is | update day_rollup set tokens = tokens + 1 where log_partition = 1
            calls by model           | model_rollup | calls is | update model_rollup set calls = calls + 1 where model = 'model-1' and log_partition = 1
            tokens by model          | model_rollup | tokens_in is | update model_rollup set tokens_in = tokens_in * 2 where model = 'model-1' and log_partition = 1
            timed calls by model     | model_rollup | timed_calls is | update model_rollup set timed_calls = timed_calls - 1 where model = 'model-1' and log_partition = 1
            durations by model       | model_rollup | duration_ms is | update model_rollup set duration_ms = duration_ms + 0.1 where model = 'model-1' and log_partition = 1
            events by type           | event_type_rollup | events is | update event_type_rollup set events = events + 1 where event_type = 'decision' and log_partition = 1
            events by hour           | hour_rollup | events is | update hour_rollup set events = events - 1 where hour = 10 and log_partition = 1
            projected                | projection_offsets | projected is | update projection_offsets set projected = projected + 1 where log_partition = 1
            duplicates               | projection_offsets | duplicates is | update projection_offsets set duplicates = duplicates - 1 where log_partition = 1
            conflicts                | projection_offsets | conflicts is | update projection_offsets set conflicts = conflicts + 1 where log_partition = 1
            dead letters             | projection_offsets | dead_lettered is | update projection_offsets set dead_lettered = dead_lettered - 1 where log_partition = 1
            position beyond the log  | projection_offsets | but the log has the offsets 0 to | update projection_offsets set next_offset = next_offset + 1 where log_partition = 1
            unknown partition        | projection_offsets | the topic has no such partition | insert into projection_offsets (topic, log_partition, next_offset) values ('agentlens.events.v1', 9, 0)
            """)
    void everyDamageIsFoundAndNamed(String name, String table, String words, String sql) {
        RunningSystem damaged = TestLog.copyOf(sound);
        TestLog.update(damaged, SCHEMA, sql.replace("EVENT", SOME_EVENT).replace("SESSION", SOME_SESSION));

        VerificationReport report = verify(damaged);

        assertThat(report.equal()).isFalse();
        assertThat(report.first())
                .anySatisfy(difference -> {
                    assertThat(difference.table()).isEqualTo(table);
                    assertThat(difference.what()).contains(words);
                })
                .allSatisfy(difference -> assertThat(difference.table()).isIn(table, "projection_offsets"));
    }

    @Test
    void positionBehindTheRowsAndOneMissingAreFound() {
        RunningSystem behind = TestLog.copyOf(sound);
        TestLog.update(behind, SCHEMA, "update projection_offsets set next_offset = 5 where log_partition = 0");
        RunningSystem without = TestLog.copyOf(sound);
        TestLog.update(without, SCHEMA, "delete from projection_offsets where log_partition = 0");

        assertThat(verify(behind).first())
                .anySatisfy(difference -> assertThat(difference.what()).contains("up to where the tables stand"));
        assertThat(verify(without).first())
                .anySatisfy(difference -> assertThat(difference.what()).contains("up to where the tables stand"));
    }

    @Test
    void positionAheadOfTheRowsIsFound() {
        RunningSystem half = half();
        TestLog.update(
                half, SCHEMA, "update projection_offsets set next_offset = next_offset + 9, projected = projected + 9");

        VerificationReport report = verify(half);

        assertThat(report.first())
                .anySatisfy(difference -> assertThat(difference.what()).contains("is missing; the log has it at"));
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
    void onlyAHundredDifferencesAreTold() {
        RunningSystem damaged = TestLog.copyOf(sound);
        TestLog.update(damaged, SCHEMA, "update events set tokens_in = tokens_in + 1");

        VerificationReport report = verify(damaged);

        assertThat(report.first()).hasSize(100);
        assertThat(report.differences())
                .isEqualTo(TestLog.query(damaged, SCHEMA, "select count(*) from events", Long.class)
                        .get(0));
    }

    @Test
    void littleMemoryGivesTheSameResultAndLeavesNoFile(@TempDir Path files) throws Exception {
        RunningSystem damaged = TestLog.copyOf(sound);
        TestLog.update(damaged, SCHEMA, "update events set tokens_in = tokens_in + 1 where log_offset % 50 = 0");
        TestLog.update(damaged, SCHEMA, "update agent_rollup set tokens = 1");
        VerificationReport inMemory = verify(damaged);

        Options little = new Options(8_000, files, 100);
        VerificationReport onDisk = Verification.of(damaged, SCHEMA, little).run((phase, done, total) -> {});

        assertThat(onDisk.first()).isEqualTo(inMemory.first()).isNotEmpty();
        assertThat(onDisk.differences()).isEqualTo(inMemory.differences());
        assertThat(onDisk.tables()).isEqualTo(inMemory.tables());
        assertThat(onDisk.ledger()).isEqualTo(inMemory.ledger());
        assertThat(Verification.of(sound, SCHEMA, little)
                        .run((phase, done, total) -> {})
                        .equal())
                .isTrue();
        try (Stream<Path> left = Files.list(files)) {
            assertThat(left).isEmpty();
        }
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
        RunningSystem foreign = TestLog.copyOf(sound);
        TestLog.update(foreign, SCHEMA, "update projection_source set topic_id = 'another'");

        assertThatThrownBy(() -> verify(foreign))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("a fold of another log: of the topic with the id another, while");
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
        assertThat(Run.of(sound, "--temp-dir", "/nowhere").exitCode()).isEqualTo(2);
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
