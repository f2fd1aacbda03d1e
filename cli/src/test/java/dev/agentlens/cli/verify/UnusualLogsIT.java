/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.ended;
import static dev.agentlens.common.event.AgentEvents.started;
import static dev.agentlens.common.event.AgentEvents.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.verify.Verification.Options;
import dev.agentlens.common.event.AgentEvent.SessionStarted;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.SessionStatus;
import dev.agentlens.common.json.RawJson;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnusualLogsIT {

    private static final String SCHEMA = "agentlens";

    @TempDir
    private Path directory;

    private TestLog log;
    private RunningSystem tables;

    @BeforeEach
    void start() throws Exception {
        log = new TestLog(directory);
        tables = log.newTables(SCHEMA);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void whatRetentionDeletedIsToldApartFromDifferences() throws Exception {
        log.append(TestLog.random(new Random(11), 3_000));
        log.append(List.of(
                TestLog.record(started("old", "start", T0, "a"), 1),
                TestLog.record(started("new", "start", T0, "a"), 1)));
        TestLog.project(tables, SCHEMA, Long.MAX_VALUE);
        long whole = verify().records();
        log.deleteBefore(0, 200);
        log.deleteBefore(1, offsetOf("old") + 1);

        VerificationReport report = verify();

        assertThat(report.first()).isEmpty();
        assertThat(report.notInTheLog().partitions()).containsExactly(0, 1);
        assertThat(report.notInTheLog().events())
                .isEqualTo(count("select count(*) from events where log_partition = 0 and log_offset < 200"
                        + " or log_partition = 1 and log_offset <= " + offsetOf("old")));
        assertThat(report.notInTheLog().sessions()).isPositive();
        assertThat(report.records()).isLessThan(whole);
        assertThat(ReportText.lines(report))
                .anySatisfy(line -> assertThat(line).contains("does not begin at 0 any more in partitions [0, 1]"));
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
    void valuesThatDatabasesLikeToChangeAreComparedAsTheyWereSent() throws Exception {
        String text = "\"\\u0000 \\ud800 é \uD83E\uDD16 " + "x".repeat(300_000) + "\"";
        StepRecorded step = step("s", "e", T0, "llm_call", 1L << 53, 1L << 53);
        log.append(List.of(
                TestLog.record(
                        new StepRecorded(
                                step.identity(),
                                "llm_call",
                                Instant.parse("0001-01-01T00:00:00.000001Z"),
                                "é",
                                "m",
                                1L << 53,
                                1L << 53,
                                new BigDecimal("9007199254740991.00100"),
                                Map.of("input_data", RawJson.of(text), "n", RawJson.of("1.500e-7"))),
                        0),
                TestLog.record(
                        new SessionStarted(
                                started("s", "a", T0, null).identity(),
                                Instant.parse("9999-12-31T23:59:59.999999Z"),
                                "",
                                Map.of("metadata", RawJson.of(text))),
                        0)));
        TestLog.project(tables, SCHEMA, Long.MAX_VALUE);

        assertThat(verify().first()).isEmpty();
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
