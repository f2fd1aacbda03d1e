/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.cli.redrive.TestSystem;
import dev.agentlens.cli.redrive.TestSystem.Said;
import dev.agentlens.common.event.EventTopic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on what a real ingest API refused, redriven through it. */
class RejectedCommandIT {

    private static final String BAD_SESSION = """
            {"session_id":"bad id","event_type":"llm_call","tokens_in":5,"note":"%s"}""";

    @TempDir
    private Path directory;

    private TestSystem system;

    @BeforeEach
    void start() throws Exception {
        system = new TestSystem(directory);
    }

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void eachIsListedWithItsReasonAndShownAsItWasSent() throws Exception {
        system.startRoles();
        system.post(BAD_SESSION.formatted("\\u001b[2J") + ",5,{\"session_id\":\"s\",\"event_type\":7}");

        Said list = system.run("rejected", "list");
        assertThat(list.exitCode()).isZero();
        assertThat(list.lines()).hasSize(4);
        assertThat(list.lines().get(0)).contains("0@0  20", "session bad id", "events[0]", "session_id must be");
        assertThat(list.lines().get(1)).contains("0@1", "session -", "events[1]", "An event must be an object");
        assertThat(list.lines().get(2)).contains("session s", "event_type must be a string");
        assertThat(system.run("rejected", "list", "--json", "--session", "s").out())
                .hasLineCount(1)
                .contains("\"id\":\"0@2\"", "\"index\":2", "\"event\":{\"session_id\":\"s\",\"event_type\":7}");
        assertThat(system.run("rejected", "show", "0@0").out())
                .contains(
                        "session_id must be",
                        "\"tokens_in\": 5,",
                        "\"note\": \"\\u001b[2J\"",
                        "events[0] of its batch");
    }

    @Test
    void changedEventsComeInOnceHoweverOftenTheyAreRedriven() throws Exception {
        system.startRoles();
        system.post(IntStream.range(0, 3)
                .mapToObj(i -> BAD_SESSION.formatted("same"))
                .collect(Collectors.joining(",")));

        Said plan =
                system.run("rejected", "redrive", "--dry-run", "--set", "session_id=\"good\"", "--url", system.url());
        assertThat(plan.out()).contains("send, with session_id set", "3 rejected events to send", "nothing was sent");
        assertThat(plan.exitCode()).isZero();
        assertThat(system.size(EventTopic.EVENTS)).isZero();

        assertThat(redriveMended().exitCode()).isZero();
        system.awaitProjection();
        assertThat(system.projected()).hasSize(3).allMatch(id -> id.startsWith("good/rejected-"));
        assertThat(redriveMended().out()).contains("nothing to redrive");

        // As if the command had been killed between the response and the mark.
        system.jdbc().sql("truncate agentlens_control.redriven").update();
        assertThat(redriveMended().exitCode()).isZero();
        system.awaitProjection();

        assertThat(system.ledger()).isEqualTo(List.of(3L, 3L, 0L, 0L));
        assertThat(system.jdbc()
                        .sql("select total_tokens_in from sessions where session_id = 'good'")
                        .query(Long.class)
                        .single())
                .isEqualTo(15);
        assertThat(system.run("rejected", "list").out()).contains("No rejected events");
        assertThat(system.run("rejected", "list", "--all").out()).contains("3 found", "(redriven 20");
    }

    @Test
    void answerThatTheMarksDidNotSurviveCountsOnce() throws Exception {
        system.startRoles();
        system.post(BAD_SESSION.formatted("a"));
        system.run("rejected", "list");
        system.jdbc()
                .sql("alter table agentlens_control.redriven add constraint crash check (false)")
                .update();

        Said crashed = redriveMended();
        assertThat(crashed.exitCode()).isEqualTo(1);
        assertThat(crashed.err()).hasLineCount(1).contains("Start the same command again");
        system.jdbc()
                .sql("alter table agentlens_control.redriven drop constraint crash")
                .update();
        assertThat(redriveMended().exitCode()).isZero();

        system.awaitProjection();
        assertThat(system.ledger()).isEqualTo(List.of(1L, 1L, 0L, 0L));
    }

    @Test
    void identityAndTimeAreThoseThatTheEventWouldHaveHad() throws Exception {
        system.startRoles();
        append("""
                {"session_id":"s","event_type":"llm_call"}""", """
                {"session_id":"s","event_type":"llm_call","event_id":"own"}""", """
                {"session_id":"s","event_type":"session_start"}""", """
                {"session_id":"s","event_type":"span_end","span_id":"x","timestamp":"2026-01-01T00:00:00Z"}""", """
                {"session_id":"s","event_type":"span_end","span_id":"x","timestamp":"2026-01-01T00:00:00Z"}""", """
                {"session_id":"s","event_type":"session_end","ended_at":"2026-01-03T00:00:00Z"}""");

        assertThat(system.run("rejected", "redrive", "--yes", "--url", system.url())
                        .exitCode())
                .isZero();
        system.awaitProjection();

        assertThat(system.jdbc().sql("""
                                select event_type || ' ' || split_part(event_id, '-', 1) || ' '
                                    || to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD')
                                from events order by 1
                                """).query(String.class).list())
                .containsExactly(
                        "llm_call own 2026-01-02",
                        "llm_call rejected 2026-01-02",
                        "session_end content 2026-01-03",
                        "session_start content 2026-01-02",
                        "span_end content 2026-01-01");
    }

    @Test
    void whatIsStillRefusedStaysOnceWithItsReason() throws Exception {
        system.startRoles("--agentlens.ingest.max-event-size=2KB");
        append("""
                {"session_id":"s","event_type":"llm_call","event_id":"good"}""", """
                {"session_id":"s","event_type":"llm_call","event_id":"large","note":"%s"}""".formatted("x".repeat(3000)), """
                {"session_id":"s","event_type":7}""", "\"no object\"");

        Said redrive = system.run("rejected", "redrive", "--yes", "--url", system.url());

        assertThat(redrive.exitCode()).isEqualTo(1);
        assertThat(redrive.out())
                .contains("0@1  refused: The event has", "0@2  refused: event_type must be")
                .contains("1 rejected event sent to the API and acknowledged, 3 left");
        system.awaitProjection();
        assertThat(system.projected()).containsExactly("s/good");
        Said list = system.run("rejected", "list");
        assertThat(list.out()).contains("3 found", "The event has", "event_type must be", "0@3");
        assertThat(system.run("rejected", "list", "--all").out()).contains("6 found", "(sent and refused again 20");

        assertThat(system.run(
                                "rejected",
                                "redrive",
                                "--reason",
                                "event_type",
                                "--set",
                                "event_type=\"x\"",
                                "--yes",
                                "--url",
                                system.url())
                        .exitCode())
                .isZero();
        assertThat(system.run("rejected", "list").out()).contains("2 found");
    }

    @Test
    void limitsOfTheApiAreKeptAndItsPausesWaitedFor() throws Exception {
        system.startRoles(
                "--agentlens.ingest.max-events=300",
                "--agentlens.rate-limit.events=2",
                "--agentlens.rate-limit.window=1s");
        append(IntStream.range(0, 1100)
                .mapToObj(i -> "{\"session_id\":\"s" + i % 7 + "\",\"event_type\":\"x\"}")
                .toArray(String[]::new));

        Said redrive = system.run("rejected", "redrive", "--yes", "--url", system.url());

        assertThat(redrive.out()).contains("... and 1080 more", "1100 rejected events sent");
        assertThat(redrive.err()).contains("before trying again: 429: Too many ingestion requests");
        assertThat(redrive.exitCode()).isZero();
        system.awaitProjection();
        assertThat(system.ledger()).isEqualTo(List.of(1100L, 0L, 0L, 0L));
    }

    @Test
    void guardedApiWantsItsKey() throws Exception {
        system.startRoles("--agentlens.api-key=secret,other");
        append("{\"session_id\":\"s\",\"event_type\":\"x\",\"event_id\":\"e\"}");

        Said without = system.run("rejected", "redrive", "--yes", "--url", system.url());
        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.err()).hasLineCount(1).contains("AGENTLENS_API_KEY");

        system.with("AGENTLENS_API_KEY", " other, secret");
        assertThat(system.run("rejected", "redrive", "--yes", "--url", system.url())
                        .exitCode())
                .isZero();
    }

    @Test
    void wrongCallsAreOneLineThatSaysWhatToDo() throws Exception {
        append("{\"session_id\":\"s\",\"event_type\":\"x\"}");

        assertFails(2, "--set session_id must be JSON", "--set", "session_id=abc");
        assertFails(2, "would make all events one", "--set", "event_id=\"e\"", "--url", "http://localhost:1");
        assertFails(2, "--url must say where the API is");
        assertFails(2, "--url must be an address", "--url", "localhost:3000");
        assertFails(1, "Nothing answers at http://localhost:1/events", "--url", "http://localhost:1");
        assertThat(system.run("rejected", "list").out()).contains("1 found");
    }

    private void assertFails(int exitCode, String message, String... arguments) {
        List<String> all = new ArrayList<>(List.of("rejected", "redrive", "--yes"));
        all.addAll(List.of(arguments));
        Said said = system.run(all.toArray(String[]::new));
        assertThat(said.err()).hasLineCount(1).startsWith("agentlens: ").contains(message);
        assertThat(said.exitCode()).isEqualTo(exitCode);
    }

    private Said redriveMended() {
        return system.run("rejected", "redrive", "--yes", "--set", "session_id=\"good\"", "--url", system.url());
    }

    /** As an ingest API with other rules may have rejected them. */
    private void append(String... events) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String event : events) {
            String value =
                    "{\"rejected_at\":\"2026-01-02T03:04:05.678901Z\",\"index\":0,\"error\":\"of the past\",\"event\":"
                            + event + "}";
            records.add(new ProducerRecord<>(EventTopic.REJECTED, null, value.getBytes(UTF_8)));
        }
        system.append(records);
    }
}
