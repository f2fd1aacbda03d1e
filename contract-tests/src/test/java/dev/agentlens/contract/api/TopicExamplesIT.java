/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.contract.openapi.OpenApiDocument;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.contract.PublishedRecords;
import dev.agentlens.testsupport.contract.TopicContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** docs/api/asyncapi.yaml: its examples are the records that the requests in docs/api/openapi.yaml become. */
class TopicExamplesIT extends RunningStandalone {

    private static final JsonNode MESSAGES =
            OpenApiDocument.yaml("asyncapi.yaml").at("/components/messages");

    /** Of these an example can only show the form. */
    private static final Set<String> VOLATILE = Set.of(
            "rejected_at",
            "kafka_dlt-original-partition",
            "kafka_dlt-original-offset",
            "kafka_dlt-original-timestamp",
            "kafka_dlt-exception-stacktrace");

    private static final String SPAN = """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"support-agent"}}]},
            "scopeSpans":[{"scope":{"name":"my-sdk","version":"1.0"},"spans":[{"traceId":"5b8efff798038103d269b633813fc60c",
            "spanId":"eee19b7ec3c1b175","parentSpanId":"eee19b7ec3c1b174","name":"chat gpt-4o","kind":3,
            "startTimeUnixNano":"1771065001250000000","endTimeUnixNano":"1771065002100500000","attributes":[
            {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
            {"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o"}},
            {"key":"gen_ai.conversation.id","value":{"stringValue":"conv-7"}},
            {"key":"gen_ai.usage.input_tokens","value":{"intValue":"150"}},
            {"key":"gen_ai.usage.output_tokens","value":{"intValue":"50"}},
            {"key":"gen_ai.usage.cache_read.input_tokens","value":{"intValue":"100"}},
            {"key":"gen_ai.usage.reasoning.output_tokens","value":{"intValue":"20"}}]}]}]}]}""";

    private final Map<TopicPartition, Long> begun = new HashMap<>();

    @BeforeEach
    void begin() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            // Not of the sessions: what changes none of them is not published again.
            for (String topic : List.of(EventTopic.EVENTS, EventTopic.REJECTED, EventTopic.DEAD_LETTERS)) {
                begun.putAll(consumer.endOffsets(partitions(consumer, topic)));
            }
        }
    }

    @Test
    void eventsAreTheRecordsThatTheExampleRequestBecomes() {
        api.send("POST", "/events", exampleRequest("session"), "Content-Type", "application/json")
                .is(200);
        api.send("POST", "/v1/traces", SPAN.getBytes(UTF_8), "Content-Type", "application/json")
                .is(200);

        assertThat(MESSAGES.at("/AgentEvent/examples"))
                .hasSizeGreaterThan(2)
                .allSatisfy(example ->
                        assertThat(records(EventTopic.EVENTS)).anySatisfy(record -> assertIsShown(record, example)));
    }

    @Test
    void stateOfTheSessionIsWhatTheExampleRequestComesTo() {
        api.send("POST", "/events", exampleRequest("session"), "Content-Type", "application/json")
                .is(200);
        JsonNode example = MESSAGES.at("/SessionState/examples/0");

        await().untilAsserted(() -> assertThat(records(EventTopic.SESSIONS)).anySatisfy(record -> {
            assertThat(new String(record.value(), UTF_8))
                    .isEqualTo(example.path("payload").toString());
            assertThat(withoutTime(TopicContract.headers(record))).isEqualTo(withoutTime(example.path("headers")));
        }));
    }

    @Test
    void rejectedEventIsTheRecordThatTheExampleRequestBecomes() {
        api.send("POST", "/events", exampleRequest("partlyRejected"), "Content-Type", "application/json")
                .is(207);

        assertThat(MESSAGES.at("/RejectedEvent/examples"))
                .isNotEmpty()
                .allSatisfy(example ->
                        assertThat(records(EventTopic.REJECTED)).anySatisfy(record -> assertIsShown(record, example)));
    }

    @Test
    void deadLetterIsWhatARecordBecomesThatIsNoEvent() throws ExecutionException, InterruptedException {
        JsonNode example = MESSAGES.at("/DeadLetter/examples/0");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestServices.kafkaBootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            EventTopic.EVENTS,
                            PublishedRecords.KEY_OF_A_TEST.getBytes(UTF_8),
                            example.path("payload").stringValue().getBytes(UTF_8)))
                    .get();
        }

        await().untilAsserted(() -> assertThat(records(EventTopic.DEAD_LETTERS)).anySatisfy(record -> {
            assertThat(new String(record.value(), UTF_8))
                    .isEqualTo(example.path("payload").stringValue());
            assertThat(settled(TopicContract.headers(record))).isEqualTo(settled(example.path("headers")));
        }));
    }

    private static void assertIsShown(ConsumerRecord<byte[], byte[]> record, JsonNode example) {
        assertThat(settled(TopicContract.headers(record))).isEqualTo(settled(example.path("headers")));
        // As text: the order of fields counts.
        assertThat(settled(Json.read(new String(record.value(), UTF_8))).toString())
                .isEqualTo(settled(example.path("payload")).toString());
    }

    /** That of a state is the time at which it was published. */
    private static JsonNode withoutTime(JsonNode headers) {
        return ((ObjectNode) headers.deepCopy()).without("ce_time");
    }

    private static JsonNode settled(JsonNode json) {
        ObjectNode copy = (ObjectNode) json.deepCopy();
        copy.remove(VOLATILE);
        return copy;
    }

    private static byte[] exampleRequest(String name) {
        return OpenApiDocument.current()
                .root()
                .at("/paths/~1events/post/requestBody/content/application~1json/examples")
                .path(name)
                .path("value")
                .toString()
                .getBytes(UTF_8);
    }

    /** What came since the test began; all of the sessions. */
    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(consumer, topic));
            consumer.assign(ends.keySet());
            ends.keySet().forEach(partition -> consumer.seek(partition, begun.getOrDefault(partition, 0L)));
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> {
                    // One without a value erases a session, as another test does.
                    if (record.value() != null) {
                        records.add(record);
                    }
                });
            }
        }
        return records;
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestServices.kafkaBootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }
}
