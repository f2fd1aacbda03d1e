/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.ended;
import static dev.agentlens.common.event.AgentEvents.started;
import static dev.agentlens.common.event.AgentEvents.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.verify.Verification.Options;
import dev.agentlens.cli.verify.VerificationReport.Partition;
import dev.agentlens.common.event.AgentEvent.SessionStarted;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.EventField;
import dev.agentlens.common.event.SessionStatus;
import dev.agentlens.common.event.TypedFields;
import dev.agentlens.common.json.RawJson;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyEdgeCasesIT {

    private static final String SCHEMA = "agentlens";
    private static final Instant LONG_AGO = Instant.parse("1971-01-01T00:00:00Z");

    @TempDir
    private static Path directory;

    private static TestLog log;
    private RunningSystem tables;

    @BeforeAll
    static void start() throws Exception {
        log = new TestLog(directory);
    }

    @BeforeEach
    void clear() throws Exception {
        log.clear();
        tables = log.newTables(SCHEMA);
    }

    @AfterAll
    static void close() {
        log.close();
    }

    @Test
    void recordsDeletedByRetentionAreNoDifferences() throws Exception {
        log.append(TestLog.random(new Random(11), 3_000));
        log.append(List.of(
                TestLog.record(started("old", "start", T0, "a"), 1),
                TestLog.record(started("new", "start", T0, "a"), 1)));
        TestLog.project(tables, SCHEMA, Long.MAX_VALUE);
        long all = verify().records();
        log.deleteBefore(0, 200);
        log.deleteBefore(1, offsetOf("old") + 1);

        VerificationReport report = verify();

        assertThat(report.first()).isEmpty();
        assertThat(report.notInTheLog().partitions()).containsExactly(0, 1);
        assertThat(report.notInTheLog().events())
                .isEqualTo(count("select count(*) from events where log_partition = 0 and log_offset < 200"
                        + " or log_partition = 1 and log_offset <= " + offsetOf("old")));
        assertThat(report.notInTheLog().sessions()).isPositive();
        assertThat(report.records()).isLessThan(all);
        assertThat(ReportText.lines(report))
                .anySatisfy(line -> assertThat(line).contains("deleted the beginning of the log in partitions [0, 1]"));
    }

    @Test
    void damageIsFoundBesideWhatRetentionDeletedAndInItsSums() throws Exception {
        log.append(TestLog.random(new Random(12), 3_000));
        log.append(List.of(TestLog.record(started("new", "start", T0, "a"), 1)));
        TestLog.project(tables, SCHEMA, Long.MAX_VALUE);
        log.deleteBefore(1, offsetOf("new"));
        RunningSystem sound = tables;

        tables = damaged(
                sound, "update events set tokens_in = tokens_in + 1 where log_partition = 2 and log_offset = 0");
        assertThat(verify().first())
                .hasSize(1)
                .allSatisfy(found -> assertThat(found.table()).isEqualTo("events"));
        tables = damaged(sound, "update sessions set agent_name = 'x' where session_id = 'new'");
        assertThat(verify().first())
                .hasSize(1)
                .allSatisfy(found -> assertThat(found.table()).isEqualTo("sessions"));
        tables = damaged(
                sound, "update agent_rollup set sessions = sessions + 1 where log_partition = 1 and agent_name = 'a'");
        assertThat(verify().first())
                .hasSize(1)
                .allSatisfy(found -> assertThat(found.table()).isEqualTo("agent_rollup"));
        tables = damaged(sound, "delete from events where log_partition = 1 and log_offset = 0");
        assertThat(verify().first())
                .anySatisfy(found -> assertThat(found.what()).contains("projected is"));
    }

    @Test
    void sessionsWhoseEventsStandInSeveralPartitionsAreSummed() throws Exception {
        for (int n = 0; n < 20; n++) {
            String session = "s" + n;
            log.append(List.of(
                    TestLog.record(step(session, "b", T0.plusSeconds(9), "llm_call", 3, 4), n % 3),
                    TestLog.record(started(session, "a", T0, "agent-" + n % 2), (n + 1) % 3),
                    TestLog.record(step(session, "b", T0.plusSeconds(8), "llm_call", 1, 1), (n + 2) % 3),
                    TestLog.record(ended(session, "z", T0.plusSeconds(60 * n), SessionStatus.ERROR, n), (n + 2) % 3)));
        }
        TestLog.project(tables, SCHEMA, Long.MAX_VALUE);

        assertThat(verify().first()).isEmpty();

        TestLog.update(tables, SCHEMA, "update day_rollup set sessions = sessions + 1 where log_partition = 0");
        assertThat(verify().first())
                .singleElement()
                .satisfies(found -> assertThat(found.row()).endsWith("(all partitions)"));
    }

    @Test
    void logOfEveryOddityIsEqual() throws Exception {
        String text = "\"\\u0000 \\ud800 é \uD83E\uDD16 " + "x".repeat(300_000) + "\"";
        StepRecorded step = step("values", "e\\t", T0, "llm_call", 1L << 53, 1L << 53);
        TestLog.update(
                tables,
                SCHEMA,
                "alter table events add constraint refuse check (event_id <> '" + TestLog.REFUSED + "')");
        log.append(TestLog.random(new Random(13), 1_500));
        // What databases like to change.
        log.append(List.of(
                TestLog.record(
                        new StepRecorded(
                                step.identity(),
                                "a\ttype\nof \\N",
                                Instant.parse("0001-01-01T00:00:00.000001Z"),
                                AgentEvents.call("\\.", 1L << 53, 1L << 53)
                                        .text(EventField.AGENT_NAME, "é\\")
                                        .count(EventField.CACHE_READ_TOKENS, 1L << 53)
                                        .milliseconds(EventField.DURATION_MS, new BigDecimal("9007199254740991.00100"))
                                        .build(),
                                Map.of("input_data", RawJson.of(text), "n", RawJson.of("[1.500e-7,1e999]"))),
                        0),
                TestLog.record(
                        new SessionStarted(
                                started("values", "a", T0, null).identity(),
                                Instant.parse("9999-12-31T23:59:59.999999Z"),
                                TypedFields.builder()
                                        .text(EventField.AGENT_NAME, "")
                                        .build(),
                                Map.of("metadata", RawJson.of("[".repeat(500) + text + "]".repeat(500)))),
                        0)));
        // Ties: in UTF-16 the second id sorts before the first, in UTF-8 after it.
        log.append(List.of(
                TestLog.record(started("tie", "\uFFFD", T0, "last"), 1),
                TestLog.record(started("tie", "\uD83E\uDD16", T0, "first"), 1),
                TestLog.record(ended("tie", "\uD83E\uDD16!", T0, SessionStatus.ERROR, 5), 1),
                TestLog.record(ended("tie", "\uFFFD!", T0, SessionStatus.TIMEOUT, 0), 1)));
        // No events; one that is refused, and projected when it comes again.
        log.append(List.of(
                TestLog.noEvent(0),
                TestLog.noEvent(2),
                TestLog.record(step("refused", TestLog.REFUSED, T0, "llm_call", 1, 1), 2)));
        // A letter that its record outlived; one about another record; one about a repetition.
        log.appendWithLetter(TestLog.record(step("letters", "outlived", T0, "llm_call", 1, 1), 0));
        log.append(List.of(
                TestLog.letter(TestLog.record(step("letters", "other", T0, "error", 1, 1), 0), 0, 1),
                TestLog.record(step("letters", "repeated", T0, "llm_call", 1, 1), 0)));
        log.appendWithLetter(TestLog.record(step("letters", "repeated", T0, "llm_call", 1, 1), 0));
        // Erased, twice, with events before, between and after.
        log.append(List.of(
                TestLog.record(started("erased", "start", T0, "a"), 2),
                TestLog.record(step("erased", "e", T0, "llm_call", 1, 1), 2),
                TestLog.record(step("erased", "e", T0, "llm_call", 2, 1), 2),
                TestLog.erasure("erased", 2),
                TestLog.record(step("erased", "e", T0, "llm_call", 1, 1), 2),
                TestLog.erasure("erased", 2),
                TestLog.record(started("erased", "late", T0, "a"), 2)));
        log.append(List.of(
                TestLog.record(step("expired", "e", LONG_AGO, "llm_call", 1, 1), 1),
                TestLog.record(step("expired", "e", LONG_AGO, "llm_call", 1, 1), 1),
                TestLog.record(step("expired-for-good", "e", LONG_AGO, "llm_call", 1, 1), 1)));
        TestLog.project(tables, SCHEMA, Long.MAX_VALUE);
        TestLog.update(tables, SCHEMA, "alter table events drop constraint refuse");
        TestLog.expire(tables, SCHEMA, LONG_AGO.plusSeconds(1));
        log.append(List.of(
                TestLog.record(step("refused", TestLog.REFUSED, T0, "llm_call", 1, 1), 2),
                TestLog.record(step("refused", TestLog.REFUSED, T0, "llm_call", 1, 1), 2),
                TestLog.record(step("expired", "e", LONG_AGO, "llm_call", 1, 1), 1),
                TestLog.record(step("expired", "e", LONG_AGO, "llm_call", 2, 2), 1)));
        TestLog.project(tables, SCHEMA, Long.MAX_VALUE);

        VerificationReport report = verify();

        assertThat(report.first()).isEmpty();
        assertThat(report.ledger().stream().mapToLong(Partition::erased).sum()).isEqualTo(4);
        assertThat(report.ledger().stream().mapToLong(Partition::deadLettered).sum())
                .isEqualTo(3);
        assertThat(report.records()).isEqualTo(1_500 + 2 + 4 + 3 + 3 + 7 + 3 + 4);
        assertThat(count("select count(*) from expired_sessions")).isPositive();
        assertThat(TestLog.query(
                        tables,
                        SCHEMA,
                        "select agent_name || ' ' || status from sessions where session_id = 'tie'",
                        String.class))
                .containsExactly("first timeout");

        tables = damaged(tables, "delete from erased_sessions");
        assertThat(verify().first())
                .singleElement()
                .satisfies(found -> assertThat(found.table()).isEqualTo("erased_sessions"));
    }

    @Test
    void repetitionWithALetterMayBeCountedAsDeadLetterOrAsDuplicate() throws Exception {
        log.append(List.of(TestLog.record(step("s", "e", T0, "llm_call", 1, 1), 0)));
        log.appendWithLetter(TestLog.record(step("s", "e", T0, "llm_call", 1, 1), 0));
        TestLog.project(tables, SCHEMA, Long.MAX_VALUE);
        RunningSystem sound = tables;
        assertThat(verify().first()).isEmpty();

        tables = damaged(
                sound, "update projection_offsets set duplicates = 0, dead_lettered = 1 where log_partition = 0");
        assertThat(verify().first()).isEmpty();
        for (String wrong : List.of("dead_lettered = 1", "duplicates = 0", "duplicates = 0, conflicts = 1")) {
            tables = damaged(sound, "update projection_offsets set " + wrong + " where log_partition = 0");
            assertThat(verify().first())
                    .as(wrong)
                    .singleElement()
                    .satisfies(found -> assertThat(found.table()).isEqualTo("projection_offsets"));
        }
    }

    @Test
    void rowOfALaterRecordIsADifferenceAlsoWhereItsLetterSaysNothing() throws Exception {
        log.append(List.of(TestLog.record(step("s", "e", T0, "llm_call", 1, 1), 0)));
        log.append(List.of(TestLog.record(step("s", "e", T0, "llm_call", 2, 2), 0)));
        log.append(List.of(TestLog.record(step("s", "e", T0, "llm_call", 2, 2), 1)));
        TestLog.project(tables, SCHEMA, Long.MAX_VALUE);
        assertThat(verify().first()).isEmpty();

        TestLog.update(tables, SCHEMA, "update events set log_partition = 0, log_offset = 1");

        assertThat(verify().first())
                .anySatisfy(found -> assertThat(found.what()).contains("log_offset is 1, the log says 0"));
    }

    @Test
    void emptyLogIsEqual() {
        TestLog.project(tables, SCHEMA, Long.MAX_VALUE);

        assertThat(verify().equal()).isTrue();
        assertThat(verify().records()).isZero();
    }

    private VerificationReport verify() {
        return Verification.of(tables, SCHEMA, Options.defaults()).run((phase, done, total) -> {});
    }

    private static RunningSystem damaged(RunningSystem sound, String sql) {
        RunningSystem damaged = TestLog.copyOf(sound);
        TestLog.update(damaged, SCHEMA, sql);
        return damaged;
    }

    private long offsetOf(String sessionId) {
        return count("select log_offset from events where session_id = '" + sessionId + "'");
    }

    private long count(String sql) {
        return TestLog.query(tables, SCHEMA, sql, Long.class).get(0);
    }
}
