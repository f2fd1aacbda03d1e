/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.oneOfEachKind;
import static dev.agentlens.common.event.AgentEvents.step;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.event.TypedFields;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.projector.ProjectorApplication;
import dev.agentlens.readmodel.log.EventLog;
import dev.agentlens.readmodel.progress.ProjectionProgress;
import dev.agentlens.readmodel.tables.ProjectionDatabase;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.TestServices.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(classes = ProjectorApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class ProjectionIT {

    private static final Database DATABASE = TestServices.newDatabase();

    private static EventLog log;
    private static ProjectionDatabase tables;

    @Autowired
    private ProjectionProgress progress;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry properties) {
        properties.add("spring.kafka.bootstrap-servers", TestServices::kafkaBootstrapServers);
        properties.add("spring.datasource.url", DATABASE::jdbcUrl);
        properties.add("spring.datasource.username", DATABASE::username);
        properties.add("spring.datasource.password", DATABASE::password);
    }

    @BeforeAll
    static void createTopics() throws Exception {
        log = new EventLog(TestServices.emptyKafka()).createTopics();
        tables = new ProjectionDatabase(DATABASE);
    }

    @AfterAll
    static void close() {
        tables.close();
        log.close();
    }

    @Test
    void eventsOfTheTopicAppearInTheTables() throws Exception {
        List<AgentEvent> events = oneOfEachKind();

        reached(log.append(events));

        assertThat(tables.jdbc()
                        .sql("select event_id from events where session_id = 's' order by occurred_at")
                        .query(String.class)
                        .list())
                .containsExactly("start", "step", "end");
        assertThat(tables.jdbc().sql("""
                                select agent_name, status, event_count, total_tokens_in, total_tokens_out, metadata
                                from sessions where session_id = 's'
                                """).query().singleRow().values())
                .extracting(String::valueOf)
                .containsExactly("agent", "error", "1", "7", "3", "{\"v\":1.0}");
    }

    @Test
    void progressIsReachedWhenTheRowsAreCommittedAndNotBefore() throws Exception {
        Map<Integer, Long> after = log.append(List.of(step("progress", "a", T0, "llm_call", 1, 1)));
        int partition = after.keySet().iterator().next();
        CompletableFuture<Void> notYet = progress.reaches(Map.of(partition, after.get(partition) + 1));

        reached(after);
        assertThat(notYet).isNotDone();
        assertThat(progress.reaches(after)).isDone();
        log.append(List.of(step("progress", "b", T0, "llm_call", 1, 1)));

        notYet.get(30, SECONDS);
        assertThat(idsOf("progress")).containsExactly("a", "b");
    }

    @Test
    void eventOfManyMegabytesGoesThroughUnchanged() throws Exception {
        String value = "\"" + "0123456789abcdé\uD83E\uDD16".repeat(600_000) + "\"";
        AgentEvent small = step("large", "a", T0, "llm_call", 1, 1);
        AgentEvent large = new StepRecorded(
                small.identity(), "llm_call", T0, TypedFields.NONE, Map.of("input_data", RawJson.of(value)));

        reached(log.append(List.of(large)));

        assertThat(tables.jdbc()
                        .sql("select input_data from events where session_id = 'large'")
                        .query(String.class)
                        .single()
                        .equals(value))
                .isTrue();
    }

    @Test
    void recordsThatAreNoEventsAreSetAsideAndTheirNeighboursProjected() throws Exception {
        Map<String, ProducerRecord<byte[], byte[]>> bad = badRecords();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        bad.forEach((reason, record) -> {
            records.add(EventLog.record(step("neighbour", reason, T0, "llm_call", 1, 1)));
            records.add(record);
        });
        records.add(EventLog.record(step("neighbour", "last", T0, "llm_call", 1, 1)));

        reached(log.appendRecords(records));

        List<String> neighbours = new ArrayList<>(bad.keySet());
        neighbours.add("last");
        assertThat(idsOf("neighbour")).containsExactlyInAnyOrderElementsOf(neighbours);
        List<ConsumerRecord<byte[], byte[]>> deadLetters = log.deadLetters();
        assertThat(deadLetters).hasSameSizeAs(bad.keySet());
        assertThat(deadLetters)
                .extracting(letter -> EventLog.header(letter, "kafka_dlt-exception-message"))
                .containsExactlyInAnyOrderElementsOf(bad.keySet());
        assertThat(deadLetters).allSatisfy(letter -> {
            ProducerRecord<byte[], byte[]> sent = bad.get(EventLog.header(letter, "kafka_dlt-exception-message"));
            assertThat(letter.key()).isEqualTo(sent.key());
            assertThat(letter.value()).isEqualTo(sent.value());
            assertThat(EventLog.header(letter, "kafka_dlt-original-topic")).isEqualTo(EventTopic.EVENTS);
            assertThat(EventLog.header(letter, "kafka_dlt-exception-fqcn")).contains("MalformedEventException");
            assertThat(letter.headers().lastHeader("kafka_dlt-original-partition"))
                    .isNotNull();
            assertThat(letter.headers().lastHeader("kafka_dlt-original-offset")).isNotNull();
        });
        assertThat(tables.ledger().get(3)).isEqualTo(bad.size());
    }

    /** By the reason that the dead letter must give. */
    private static Map<String, ProducerRecord<byte[], byte[]>> badRecords() {
        Map<String, ProducerRecord<byte[], byte[]>> bad = new LinkedHashMap<>();
        bad.put("Malformed JSON at line 1, column 1: expected a value, found 'hello'", record("neighbour", "hello"));
        bad.put("Malformed JSON at line 1, column 16: the text ends early", record("neighbour", "{\"event_id\":\"x\""));
        bad.put("Malformed JSON: the text is empty", record("neighbour", ""));
        bad.put("The record has no value", record("neighbour", null));
        bad.put("The value must be a JSON object, not an array", record("neighbour", "[]"));
        bad.put("event_id is missing", record("neighbour", event("").replace("\"event_id\":\"bad\",", "")));
        bad.put("The record's key is not its session_id", record(null, event("")));
        bad.put("tokens_in must be a number of at most 64 digits", record("neighbour", event(",\"tokens_in\":\"5\"")));
        bad.put("duration_ms must be 0 to 2^53 milliseconds", record("neighbour", event(",\"duration_ms\":-1")));
        bad.put("model must be a string, not a number", record("neighbour", event(",\"model\":5")));
        bad.put(
                "agent_name holds control characters or half a surrogate pair",
                record("neighbour", event(",\"agent_name\":\"\\u0000\"")));
        bad.put(
                "timestamp must be an ISO 8601 time in UTC",
                record("neighbour", event("").replace("2026", "yesterday")));
        bad.put(
                "timestamp is outside the years 1 to 9999",
                record("neighbour", event("").replace("2026", "+12026")));
        byte[] latin1 = event(",\"model\":\"é\"").getBytes(ISO_8859_1);
        bad.put(
                "Malformed JSON at line 1, column " + (latin1.length - 2) + ": byte 0xE9, " + (latin1.length - 3)
                        + " bytes after the start, is not UTF-8",
                new ProducerRecord<>(EventTopic.EVENTS, EventTopic.key("neighbour"), latin1));
        ProducerRecord<byte[], byte[]> version2 = record("neighbour", event(""));
        version2.headers().add(EventTopic.SCHEMA_HEADER, "urn:agentlens:agent-event:v2".getBytes(UTF_8));
        bad.put("The record is of the unknown version urn:agentlens:agent-event:v2", version2);
        ProducerRecord<byte[], byte[]> digest = record("neighbour", event(""));
        digest.headers().add(EventTopic.DIGEST_HEADER, "no digest".getBytes(UTF_8));
        bad.put("The header agentlens-digest must have 16 hexadecimal digits", digest);
        return bad;
    }

    private static String event(String more) {
        return "{\"event_id\":\"bad\",\"session_id\":\"neighbour\",\"event_type\":\"llm_call\","
                + "\"timestamp\":\"2026-02-14T10:30:00Z\"" + more + "}";
    }

    private static ProducerRecord<byte[], byte[]> record(@Nullable String key, @Nullable String value) {
        return new ProducerRecord<>(
                EventTopic.EVENTS,
                key == null ? null : EventTopic.key(key),
                value == null ? null : value.getBytes(UTF_8));
    }

    private void reached(Map<Integer, Long> after) throws Exception {
        progress.reaches(after).get(60, SECONDS);
    }

    private static List<String> idsOf(String sessionId) {
        return tables.jdbc()
                .sql("select event_id from events where session_id = :id order by event_id")
                .param("id", sessionId)
                .query(String.class)
                .list();
    }
}
