/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.deadletters;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.step;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.cli.redrive.TestSystem;
import dev.agentlens.cli.redrive.TestSystem.Said;
import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.EventTopic;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on what a real projector set aside. */
class DeadLettersCommandIT {

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
    void eachIsListedWithItsCauseAndShownWithoutHarmToTheTerminal() throws Exception {
        system.startRoles();
        appendAndProject(
                record("a", "{\"event_id\":\"e\",\"session_id\":\"a\",\"n\":[1.50,{\"x\":\"\u009b2J\"},{}]}"),
                record("b", "no \u001b[2JJSON"),
                new ProducerRecord<>(EventTopic.EVENTS, bytes("c"), new byte[] {(byte) 0xFF, 0, 'o', 'k'}),
                new ProducerRecord<>(EventTopic.EVENTS, bytes("d"), null));

        Said list = system.run("dead-letters", "list");
        assertThat(list.exitCode()).isZero();
        assertThat(list.lines()).hasSize(5);
        assertThat(line(list, "session a")).contains("0@", "agentlens.events.v1-", "event_type is missing");
        assertThat(line(list, "session b")).contains("Malformed JSON");
        assertThat(line(list, "session d")).contains("no value");
        assertThat(list.lines().get(4)).contains("4 found", "redrive");

        Said json = system.run("dead-letters", "list", "--json", "--session", "a");
        assertThat(json.out())
                .hasLineCount(1)
                .contains(
                        "\"session_id\":\"a\"",
                        "\"original_topic\":\"agentlens.events.v1\"",
                        "\"reason\":\"event_type");

        assertThat(show("a")).contains("""
                {
                  "event_id": "e",
                  "session_id": "a",
                  "n": [
                    1.50,
                    {
                      "x": "\\u009b2J"
                    },
                    {}
                  ]
                }
                """).contains("MalformedEventException", "ce_type: some type");
        assertThat(show("b")).contains("no \\u001b[2JJSON").doesNotContain("\u001b");
        assertThat(show("c")).contains("ff 00 6f 6b", "..ok");
        assertThat(show("d")).containsPattern("value +none");
        assertThat(system.run("dead-letters", "show", id("a"), "--stacktrace").out())
                .contains("\tat dev.agentlens.readmodel");
    }

    @Test
    void goodEventUnderAWrongKeyGetsTheRightOneAndNonsenseIsLeftAlone() throws Exception {
        system.startRoles();
        appendAndProject(
                wrongKey("other", step("s", "e1", T0, "llm_call", 1, 2)),
                wrongKey(null, step("s", "e2", T0, "llm_call", 1, 2)),
                record("n", "nonsense"));

        Said plan = system.run("dead-letters", "redrive", "--dry-run");
        assertThat(plan.exitCode()).isEqualTo(1);
        assertThat(plan.out())
                .contains(
                        "with its session_id s as key in place of other", "in place of none", "leave alone: Malformed")
                .contains("2 dead letters to send", "1 to leave alone", "dry run: nothing was sent");
        assertThat(system.size(EventTopic.EVENTS)).isEqualTo(3);

        Said redrive = system.run("dead-letters", "redrive", "--yes");
        assertThat(redrive.out()).contains("2 dead letters sent", "1 left", "./agentlens dead-letters list");
        assertThat(redrive.exitCode()).isEqualTo(1);
        system.awaitProjection();
        assertThat(system.projected()).containsExactly("s/e1", "s/e2");

        assertThat(system.run("dead-letters", "list").out()).contains("1 found", "session n");
        assertThat(system.run("dead-letters", "list", "--all").out()).contains("3 found", "(redriven 20");
        assertThat(system.run("dead-letters", "redrive", "--yes").out()).contains("Nothing was sent");
        assertThat(system.size(EventTopic.EVENTS)).isEqualTo(5);
        assertThat(system.ledger()).isEqualTo(List.of(2L, 0L, 0L, 3L));
    }

    @Test
    void redrivenRecordIsTheOriginalToTheLastByte() throws Exception {
        system.startRoles();
        system.jdbc()
                .sql("alter table events add constraint refused check (event_id <> 'e')")
                .update();
        ProducerRecord<byte[], byte[]> original = new ProducerRecord<>(
                EventTopic.EVENTS,
                null,
                1_234_567_890_123L,
                bytes("s"),
                AgentEventCodec.encode(step("s", "e", T0, "llm_call", 1, 2)));
        original.headers().add("trace", new byte[] {0, (byte) 0xFF});
        original.headers().add("trace", null);
        EventTopic.headers(step("s", "e", T0, "llm_call", 1, 2), "0123456789abcdef")
                .forEach(original.headers()::add);
        appendAndProject(original);
        assertThat(system.run("dead-letters", "list").out()).contains("violates check constraint");

        system.jdbc().sql("alter table events drop constraint refused").update();
        assertThat(system.run("dead-letters", "redrive", "--yes").exitCode()).isZero();

        system.awaitProjection();
        assertThat(system.projected()).containsExactly("s/e");
        List<ConsumerRecord<byte[], byte[]>> log = system.records(EventTopic.EVENTS);
        assertThat(log).hasSize(2);
        assertThat(log.get(1).partition()).isEqualTo(log.get(0).partition());
        assertThat(log.get(1).timestamp()).isEqualTo(1_234_567_890_123L);
        assertThat(log.get(1).key()).isEqualTo(original.key());
        assertThat(log.get(1).value()).isEqualTo(original.value());
        assertThat(headers(log.get(1))).isEqualTo(headers(log.get(0))).hasSize(11);
    }

    @Test
    void crashBetweenAcknowledgementAndMarkCountsTheEventOnce() throws Exception {
        system.startRoles();
        appendAndProject(wrongKey("other", step("s", "e", T0, "llm_call", 5, 7)));
        system.run("dead-letters", "list");
        system.jdbc()
                .sql("alter table agentlens_control.redriven add constraint crash check (false)")
                .update();

        Said crashed = system.run("dead-letters", "redrive", "--yes");
        assertThat(crashed.exitCode()).isEqualTo(1);
        assertThat(crashed.err()).hasLineCount(1).contains("1 records were sent", "Start the same command again");
        system.jdbc()
                .sql("alter table agentlens_control.redriven drop constraint crash")
                .update();

        assertThat(system.run("dead-letters", "redrive", "--yes").exitCode()).isZero();
        system.awaitProjection();

        assertThat(system.size(EventTopic.EVENTS)).isEqualTo(3);
        assertThat(system.ledger()).isEqualTo(List.of(1L, 1L, 0L, 1L));
        assertThat(system.jdbc()
                        .sql("select total_tokens_in from sessions where session_id = 's'")
                        .query(Long.class)
                        .single())
                .isEqualTo(5);
        assertThat(system.run("dead-letters", "list").out()).contains("No dead letters");
    }

    @Test
    void recordThatWasSetAsideTwiceIsOneAlsoAfterTheTablesWereMadeAnew() throws Exception {
        system.startRoles();
        appendAndProject(wrongKey("other", step("s", "e", T0, "llm_call", 1, 2)), record("n", "nonsense"));
        copyDeadLetters();
        assertThat(system.size(EventTopic.DEAD_LETTERS)).isEqualTo(4);
        assertThat(system.run("dead-letters", "list").out()).contains("2 found");
        assertThat(system.run("dead-letters", "redrive", "--yes").out()).contains("1 dead letter sent");
        assertThat(system.size(EventTopic.EVENTS)).isEqualTo(3);

        system.stopRoles();
        system.jdbc().sql("drop schema agentlens cascade").update();
        system.startRoles();

        assertThat(system.size(EventTopic.DEAD_LETTERS)).isGreaterThanOrEqualTo(4);
        assertThat(system.run("dead-letters", "list").out()).contains("1 found", "session n");
        assertThat(system.projected()).containsExactly("s/e");
    }

    @Test
    void otherRecordInTheSamePlaceOfATopicMadeAnewIsNotTakenForTheOneThatWasRedriven() throws Exception {
        appendDeadLetter(0, 7, step("s", "before", T0, "llm_call", 1, 1));
        assertThat(system.run("dead-letters", "redrive", "--yes").exitCode()).isZero();

        appendDeadLetter(0, 7, step("s", "after", T0, "llm_call", 1, 1));

        assertThat(system.run("dead-letters", "list").out()).contains("1 found", "0@1");
    }

    @Test
    void selectionIsByReasonSessionTimePlaceAndNumber() throws Exception {
        for (int i = 0; i < 5; i++) {
            appendDeadLetter(i % 2, i, step("s" + i % 3, "e" + i, T0, "llm_call", 1, 1));
        }
        assertThat(ids()).containsExactly("0@0", "0@1", "0@2", "0@3", "0@4");
        assertThat(ids("--session", "s1")).containsExactly("0@1", "0@4");
        assertThat(ids("--reason", "REASON 3")).containsExactly("0@3");
        assertThat(ids("--limit", "2")).containsExactly("0@0", "0@1");
        assertThat(ids("0@4", "0@2")).containsExactly("0@4", "0@2");
        assertThat(ids("--partition", "0", "--offset", "3")).containsExactly("0@3");
        assertThat(ids("--since", "1h")).hasSize(5);
        assertThat(ids("--until", "1h")).isEmpty();
        assertThat(ids("--since", "2999-01-01")).isEmpty();
        assertThat(ids("--until", "2999-01-01T00:00:00Z", "--limit", "1")).containsExactly("0@0");

        assertThat(system.run("dead-letters", "redrive", "0@1", "--session", "s1", "--yes")
                        .out())
                .contains("1 dead letter sent");
        assertThat(ids("--session", "s1")).containsExactly("0@4");
    }

    @Test
    void forceSendsWhatCannotBeRead() throws Exception {
        system.startRoles();
        appendAndProject(record("n", "nonsense"));

        assertThat(system.run("dead-letters", "redrive", "--force", "--yes").exitCode())
                .isZero();
        system.awaitProjection();

        assertThat(system.size(EventTopic.EVENTS)).isEqualTo(2);
        assertThat(system.run("dead-letters", "list").out()).contains("1 found", "0@1");
    }

    @Test
    void wrongCallsAndMissingPartsAreOneLineThatSaysWhatToDo() throws Exception {
        assertFails(2, "name the records by ID", "dead-letters", "show");
        assertFails(2, "PARTITION@OFFSET", "dead-letters", "show", "17");
        assertFails(2, "10m, 2h or 3d", "dead-letters", "list", "--since", "yesterday");
        assertFails(2, "--offset needs --partition", "dead-letters", "list", "--offset", "3");
        assertFails(1, "There is no record 0@17", "dead-letters", "show", "0@17");
        assertThat(system.run("dead-letters", "redrive", "--yes").out()).contains("nothing to redrive");

        system.with("AGENTLENS_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none");
        assertFails(1, "PostgreSQL does not say", "dead-letters", "list");
        system.admin().deleteTopics(List.of(EventTopic.DEAD_LETTERS)).all().get();
        assertFails(1, "has no topic agentlens.events.v1-dlt", "dead-letters", "list");
    }

    private void assertFails(int exitCode, String message, String... arguments) {
        Said said = system.run(arguments);
        assertThat(said.err()).hasLineCount(1).startsWith("agentlens: ").contains(message);
        assertThat(said.exitCode()).isEqualTo(exitCode);
    }

    @SafeVarargs
    private void appendAndProject(ProducerRecord<byte[], byte[]>... records) throws Exception {
        system.append(List.of(records));
        system.awaitProjection();
    }

    private void copyDeadLetters() throws Exception {
        List<ProducerRecord<byte[], byte[]>> copies = new ArrayList<>();
        system.records(EventTopic.DEAD_LETTERS)
                .forEach(letter -> copies.add(new ProducerRecord<>(
                        EventTopic.DEAD_LETTERS, null, letter.key(), letter.value(), letter.headers())));
        system.append(copies);
    }

    /** As a projector of the past may have written it. */
    private void appendDeadLetter(int partition, long offset, AgentEvent event) throws Exception {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                EventTopic.DEAD_LETTERS, EventTopic.key(event.identity().sessionId()), AgentEventCodec.encode(event));
        letter.headers().add("kafka_dlt-original-topic", bytes(EventTopic.EVENTS));
        letter.headers()
                .add(
                        "kafka_dlt-original-partition",
                        ByteBuffer.allocate(4).putInt(partition).array());
        letter.headers()
                .add(
                        "kafka_dlt-original-offset",
                        ByteBuffer.allocate(8).putLong(offset).array());
        letter.headers().add("kafka_dlt-exception-message", bytes("Reason " + offset));
        system.append(List.of(letter));
    }

    private List<String> ids(String... arguments) {
        List<String> all = new ArrayList<>(List.of("dead-letters", "list", "--json"));
        all.addAll(List.of(arguments));
        Said said = system.run(all.toArray(String[]::new));
        assertThat(said.err()).isEmpty();
        return said.lines().stream().map(line -> line.split("\"")[3]).toList();
    }

    private String id(String session) {
        return ids("--session", session).get(0);
    }

    private String show(String session) {
        Said said = system.run("dead-letters", "show", id(session));
        assertThat(said.exitCode()).isZero();
        return said.out();
    }

    private static String line(Said said, String part) {
        return said.lines().stream()
                .filter(line -> line.contains(part))
                .findFirst()
                .orElse("");
    }

    private static ProducerRecord<byte[], byte[]> record(String key, String value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(EventTopic.EVENTS, bytes(key), bytes(value));
        record.headers().add("ce_type", bytes("some type"));
        return record;
    }

    private static ProducerRecord<byte[], byte[]> wrongKey(String key, AgentEvent event) {
        return new ProducerRecord<>(EventTopic.EVENTS, key == null ? null : bytes(key), AgentEventCodec.encode(event));
    }

    private static List<String> headers(ConsumerRecord<?, ?> record) {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .map((Header header) -> header.key() + "=" + Arrays.toString(header.value()))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
