/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest;

import static dev.agentlens.ingest.IngestClient.gzip;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.Zstd;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.ingest.IngestClient.Answer;
import dev.agentlens.ingest.TopicReader.Read;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.contract.PublishedRecords;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** POST /events, from the bytes on the socket to the records in the topics. */
@ExtendWith({OutputCaptureExtension.class, PublishedRecords.class})
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"agentlens.rate-limit.events=0", "management.server.port=0"})
class EventsIT {

    private static final int TEN_MEGABYTES = 10 * 1024 * 1024;
    private static final String EMPTY = "{\"events\":[]}";
    private static final String TRACED =
            "{\"events\":[{\"session_id\":\"traced\",\"event_id\":\"1\",\"event_type\":\"decision\"}]}";

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    private IngestClient client;
    private TopicReader events;
    private TopicReader rejected;

    @DynamicPropertySource
    static void kafka(DynamicPropertyRegistry properties) {
        properties.add("spring.kafka.bootstrap-servers", TestServices::kafkaBootstrapServers);
    }

    @BeforeEach
    void open() {
        client = new IngestClient(port);
        IngestClient probe = new IngestClient(managementPort);
        // The topics are created while the first requests already come in.
        await().until(() -> probe.get("/actuator/health/readiness").status() == 200);
        await().until(() -> client.post("{\"events\":[1,{}]}").status() == 207);
        events = new TopicReader(TestServices.kafkaBootstrapServers(), EventTopic.EVENTS);
        rejected = new TopicReader(TestServices.kafkaBootstrapServers(), EventTopic.REJECTED);
    }

    @AfterEach
    void close() {
        events.close();
        rejected.close();
    }

    @Test
    void acceptedBatchStandsInTheTopicWhenTheAnswerComes() {
        client.post("""
            {"events": [
              {"session_id": "s1", "event_id": "e1", "event_type": "llm_call", "model": "gpt-4"},
              {"session_id": "s2", "event_id": "e1"},
              {"session_id": "s1", "event_id": "e2"}
            ], "sdk": {"ignored": true}}\
            """).isExactly(200, "{\"status\":\"ok\",\"processed\":3}");

        List<Read> read = events.read();
        assertThat(read).extracting(Read::key).containsExactlyInAnyOrder("s1", "s1", "s2");
        assertThat(read)
                .filteredOn(record -> record.key().equals("s1"))
                .extracting(record -> record.headers().get("ce_id"))
                .containsExactly("e1", "e2");
        assertThat(rejected.read()).isEmpty();
    }

    @Test
    void answerIsNotToBeStored() {
        Answer answer = client.post(EMPTY);

        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("X-Request-Id")).isNotBlank();
    }

    @Test
    void emptyListIsProcessedAsNothing() {
        client.post(EMPTY).isExactly(200, "{\"status\":\"ok\",\"processed\":0}");

        assertThat(events.read()).isEmpty();
    }

    @Test
    void badEventDoesNotCostItsNeighbours() {
        client.post("{\"events\":[{\"event_id\":\"a\"},5,{\"event_id\":\"c\",\"session_id\":\"x"
                        + " y\"},{\"event_id\":\"d\"}]}")
                .isExactly(
                        207,
                        "{\"status\":\"partial\",\"processed\":2,\"rejected\":[{\"index\":1,\"event_id\":null,\"error\":\"An"
                                + " event must be an object, not a"
                                + " number\"},{\"index\":2,\"event_id\":\"c\",\"error\":\"session_id must be 1 to 128"
                                + " characters of A-Z a-z 0-9 _ - . : and not 'x y'\"}]}");

        assertThat(events.read())
                .extracting(record -> record.headers().get("ce_id"))
                .containsExactly("a", "d");
    }

    @Test
    void batchOfBadEventsOnlyIs400WithTheSameList() {
        Answer answer = client.post("{\"events\":[{\"session_id\":7,\"event_id\":\"a\"},null]}")
                .isError(400);

        assertThat(answer.body())
                .endsWith("\"processed\":0,\"rejected\":["
                        + "{\"index\":0,\"event_id\":\"a\",\"error\":\"session_id must be a string, not a number\"},"
                        + "{\"index\":1,\"event_id\":null,\"error\":\"An event must be an object, not null\"}]}");
        assertThat(events.read()).isEmpty();
        assertThat(rejected.read()).hasSize(2);
    }

    @Test
    void rejectedEventIsKeptWithItsReasonAsItWasSent() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
        client.post("""
            {"events": [{}, {"session_id": "s", "event_type": 1, "big": 1.50e400, "u": "\\u0000\\ud800"}, "x",
                        {"session_id": "a/b"}]}\
            """);

        List<Read> read = rejected.read();
        assertThat(read).extracting(Read::key).containsExactly("s", null, null);
        String value = read.get(0).value();
        assertThat(value)
                .matches("\\{\"rejected_at\":\"[^\"]+Z\",\"index\":1,\"error\":\"event_type must be a string, not a"
                        + " number\",\"event\":.*}")
                .endsWith(
                        "\"event\":{\"session_id\":\"s\",\"event_type\":1,\"big\":1.50e400,\"u\":\"\\u0000\\ud800\"}}");
        assertThat(Instant.parse(value.substring(16, value.indexOf('"', 16)))).isBetween(before, Instant.now());
        assertThat(read.get(1).value()).contains("\"index\":2,").endsWith("\"event\":\"x\"}");
        assertThat(read.get(0).headers()).containsEntry("content-type", "application/json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                          | The body must be an object, not an array",
                "[{\"events\":[]}]           | The body must be an object, not an array",
                "\"events\"                  | The body must be an object, not a string",
                "7                           | The body must be an object, not a number",
                "null                        | The body must be an object, not null",
                "{}                          | The body must have an 'events' array: {\\\"events\\\": [...]}; it has no field",
                "{\"Events\":[],\"a\":1}     | The body must have an 'events' array: {\\\"events\\\": [...]}; it has 'Events', 'a'",
                "{\"events\":null}           | 'events' must be an array, not null",
                "{\"events\":{}}             | 'events' must be an array, not an object",
                "{\"events\":\"[]\"}         | 'events' must be an array, not a string",
                "{\"events\":true}           | 'events' must be an array, not a boolean",
                "NaN                         | The body must be an object, not null",
                "{\"events\":[{}]            | Malformed JSON at line 1, column 15: the text ends early",
                "{\"events\":[{}]} x         | Malformed JSON at line 1, column 17: expected the end of the text, found 'x'",
                "{\"events\":[{},]}          | Malformed JSON at line 1, column 15, in events[1]: expected a value, found ']'",
                "{'events':[{}]}             | Malformed JSON at line 1, column 2: expected the name of a field in double quotes, found 'events'",
                "{\"events\":[{\"a\":nan}]}  | Malformed JSON at line 1, column 17, in events[0]: expected a value, found 'nan'",
                "{\"events\":[{\"a\":01}]}   | Malformed JSON at line 1, column 18, in events[0]: expected ',' or '}', found '1'",
                "`` | Malformed JSON: the text is empty"
            })
    void bodyOfAnotherShapeIs400AndNothingOfItIsStored(String body, String error) {
        client.post(body).isExactly(400, "{\"error\":\"" + error + "\"}");

        assertThat(events.read()).isEmpty();
        assertThat(rejected.read()).isEmpty();
    }

    @Test
    void bodyThatIsNotUtf8Is400() {
        client.post("{\"events\":[{\"a\":\"é\"}]}".getBytes(ISO_8859_1))
                .isExactly(
                        400,
                        "{\"error\":\"Malformed JSON at line 1, column 18, in events[0]: byte 0xE9, 17 bytes after the start,"
                                + " is not UTF-8\"}");
        client.post(EMPTY.getBytes(UTF_16)).isError(400);
        client.post("\ufeff" + EMPTY).isExactly(200, "{\"status\":\"ok\",\"processed\":0}");
    }

    @Test
    void malformedTailTakesTheWholeBatchWithIt() {
        client.post(batch(1_000, "{}").replaceAll("]}$", ",{\"a\":}]}")).isError(400);

        assertThat(events.read()).isEmpty();
    }

    @Test
    void fiveThousandEventsAreTheMost() {
        client.post(batch(5_000, "{\"session_id\":\"many\"}")).isExactly(200, "{\"status\":\"ok\",\"processed\":5000}");
        assertThat(events.read()).hasSize(5_000);

        client.post(batch(5_001, "{}")).isExactly(400, "{\"error\":\"Batch too large: 5001 events (max 5000)\"}");
        client.post(batch(123_456, "1")).isExactly(400, "{\"error\":\"Batch too large: 123456 events (max 5000)\"}");
        assertThat(events.read()).isEmpty();
    }

    @Test
    void tenMegabytesAreTheMost() {
        byte[] largest = padded(TEN_MEGABYTES);
        client.post(largest).isExactly(200, "{\"status\":\"ok\",\"processed\":1}");
        client.postChunked(largest).isExactly(200, "{\"status\":\"ok\",\"processed\":1}");
        client.post(gzip(largest), "Content-Encoding", "gzip").isExactly(200, "{\"status\":\"ok\",\"processed\":1}");
        client.post(Zstd.compress(largest), "Content-Encoding", "zstd")
                .isExactly(200, "{\"status\":\"ok\",\"processed\":1}");
        assertThat(events.read()).hasSize(4);
    }

    @Test
    void largerBodyIs413HoweverItIsSent(CapturedOutput log) {
        byte[] tooLarge = padded(TEN_MEGABYTES + 1);
        for (Answer answer : List.of(
                client.post(tooLarge),
                client.postChunked(tooLarge),
                client.postChunked(padded(3 * TEN_MEGABYTES)),
                client.post(gzip(tooLarge), "Content-Encoding", "gzip"),
                client.post(Zstd.compress(tooLarge), "Content-Encoding", "zstd"))) {
            assertTooLarge(answer);
        }
        assertThat(events.read()).isEmpty();
        assertThat(log).doesNotContain("IllegalReferenceCountException");
    }

    @Test
    void decompressionBombIs413() {
        byte[] zeros = new byte[256 * 1024 * 1024];
        assertTooLarge(client.post(gzip(zeros), "Content-Encoding", "gzip"));
        assertTooLarge(client.post(Zstd.compress(zeros), "Content-Encoding", "zstd"));
    }

    private static void assertTooLarge(Answer answer) {
        answer.isExactly(
                413,
                "{\"error\":\"The body has more than 10485760 bytes after decompression"
                        + " (AGENTLENS_INGEST_MAX_BODY_SIZE); send smaller batches\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip", " gzip "})
    void gzipIsUnderstoodInSeveralMembersToo(String coding) {
        byte[] body = "{\"events\":[{\"event_id\":\"gzipped\"}]}".getBytes(UTF_8);
        byte[] members =
                concat(gzip(Arrays.copyOf(body, 7)), gzip(new byte[0]), gzip(Arrays.copyOfRange(body, 7, body.length)));

        client.post(gzip(body), "Content-Encoding", coding).isExactly(200, "{\"status\":\"ok\",\"processed\":1}");
        client.post(members, "Content-Encoding", coding).isExactly(200, "{\"status\":\"ok\",\"processed\":1}");
        assertThat(events.read())
                .extracting(record -> record.headers().get("ce_id"))
                .containsExactly("gzipped", "gzipped");
    }

    @Test
    void zstdIsUnderstoodInSeveralFramesToo() {
        byte[] body = "{\"events\":[{}]}".getBytes(UTF_8);
        byte[] frames =
                concat(Zstd.compress(Arrays.copyOf(body, 7)), Zstd.compress(Arrays.copyOfRange(body, 7, body.length)));

        client.post(Zstd.compress(body), "Content-Encoding", "zstd")
                .isExactly(200, "{\"status\":\"ok\",\"processed\":1}");
        client.post(frames, "Content-Encoding", "zstd").isExactly(200, "{\"status\":\"ok\",\"processed\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void damagedCompressionIs400(String coding) {
        byte[] complete = batch(100, "{\"event_id\":\"damaged\"}").getBytes(UTF_8);
        byte[] compressed = coding.equals("gzip") ? gzip(complete) : Zstd.compress(complete);
        byte[] flipped = compressed.clone();
        flipped[1] ^= 0x55;

        for (byte[] body : List.of(
                complete, flipped, Arrays.copyOf(compressed, compressed.length - 9), Arrays.copyOf(compressed, 3))) {
            client.post(body, "Content-Encoding", coding)
                    .isExactly(400, "{\"error\":\"The body is not valid " + coding + ", or ends early\"}");
        }
        assertThat(events.read()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "gzip,zstd", "utf-8", "*", "snappy"})
    void unknownContentEncodingIs415(String coding) {
        client.post(EMPTY, "Content-Encoding", coding)
                .isExactly(
                        415,
                        "{\"error\":\"Unsupported Content-Encoding '" + coding
                                + "'; send the body plain, or as gzip or zstd\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/x-ndjson",
                "rubbish",
                ";;"
            })
    void otherContentTypesAre415(String type) {
        client.post(EMPTY, "Content-Type", type)
                .isExactly(
                        415,
                        "{\"error\":\"Unsupported Content-Type '" + type
                                + "'; send the batch as application/json in UTF-8\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "Application/JSON", "application/vnd.agentlens+json"})
    void jsonIsJsonByAnyName(String type) {
        client.post(EMPTY, "Content-Type", type).isExactly(200, "{\"status\":\"ok\",\"processed\":0}");
    }

    @Test
    void bodyWithoutContentTypeIsTakenAsJson() {
        client.postWithoutContentType(EMPTY).isExactly(200, "{\"status\":\"ok\",\"processed\":0}");
        client.postAfterContinue(EMPTY).isExactly(200, "{\"status\":\"ok\",\"processed\":0}");
    }

    @Test
    void eventOverFourMebibytesIsRejectedAlone() {
        String largest = eventOfSize(4 * 1024 * 1024);
        client.post("{\"events\":[" + largest + "]}").isExactly(200, "{\"status\":\"ok\",\"processed\":1}");
        assertThat(events.read())
                .singleElement()
                .extracting(Read::value)
                .asString()
                .contains(largest.substring(1, 1 << 20));

        client.post("{\"events\":[{}," + eventOfSize(4 * 1024 * 1024 + 1) + "]}")
                .isExactly(
                        207,
                        "{\"status\":\"partial\",\"processed\":1,\"rejected\":[{\"index\":1,\"event_id\":null,"
                                + "\"error\":\"The event has 4194305 bytes; at most 4194304 are allowed"
                                + " (AGENTLENS_INGEST_MAX_EVENT_SIZE)\"}]}");
        assertThat(rejected.read()).hasSize(1);
    }

    @Test
    void resendWithTheSameIdempotencyKeyHasTheSameIds() {
        String body =
                "{\"events\":[{\"session_id\":\"i\"},{\"session_id\":\"i\"},{\"session_id\":\"i\",\"event_id\":\"own\"}]}";
        client.post(body, "Idempotency-Key", "batch-1");
        List<String> first = ids(events.read());
        client.post(body, "Idempotency-Key", " batch-1 ");
        List<String> again = ids(events.read());
        client.post(body, "Idempotency-Key", "batch-2");
        List<String> other = ids(events.read());

        assertThat(first).doesNotHaveDuplicates().hasSize(3).endsWith("own");
        assertThat(again).isEqualTo(first);
        assertThat(other).doesNotContain(first.get(0), first.get(1)).endsWith("own");
    }

    @Test
    void batchThatAGatewayPassesOnTwiceHasTheSameIds() {
        String body = "{\"events\":[{\"session_id\":\"g\"},{\"session_id\":\"g\"}]}";
        client.post(body, "AgentLens-Delivery-Id", "d1");
        List<String> first = ids(events.read());
        client.post(body, "AgentLens-Delivery-Id", "d1");
        List<String> again = ids(events.read());
        client.post(body, "AgentLens-Delivery-Id", "d2");
        List<String> other = ids(events.read());

        assertThat(first).doesNotHaveDuplicates().hasSize(2).allMatch(id -> id.startsWith("delivery-"));
        assertThat(again).isEqualTo(first);
        assertThat(other).doesNotContainAnyElementsOf(first);
    }

    @Test
    void idempotencyKeyHas255CharactersAtMost() {
        assertThat(client.post(EMPTY, "Idempotency-Key", "k".repeat(255)).status())
                .isEqualTo(200);
        client.post(EMPTY, "Idempotency-Key", "k".repeat(256))
                .isExactly(400, "{\"error\":\"Idempotency-Key must have at most 255 characters, not 256\"}");
    }

    @Test
    void eventsWithoutIdGetNewUuidsOfVersionSeven() {
        client.post(batch(50, "{\"session_id\":\"u\"}"));

        List<String> ids = ids(events.read());
        assertThat(ids).hasSize(50).doesNotHaveDuplicates();
        assertThat(ids).allMatch(id -> UUID.fromString(id).version() == 7);
    }

    @Test
    void resentSdkEventsWithoutIdKeepTheirIdentity() {
        String body = """
            {"events": [{"session_id": "sdk", "event_type": "session_start", "agent_name": "a"},
                        {"session_id": "sdk", "event_type": "span_start", "span_id": "1"},
                        {"session_id": "sdk", "event_type": "session_end", "ended_at": "2026-02-14T10:31:00Z"}]}\
            """;
        client.post(body);
        List<String> first = ids(events.read());
        client.post(body);

        assertThat(ids(events.read())).isEqualTo(first).doesNotHaveDuplicates().hasSize(3);
    }

    @Test
    void normalisedValuesAreWarnedOf() {
        client.post("{\"events\":[{},{\"tokens_in\":-1,\"timestamp\":\"soon\"}]}")
                .isExactly(
                        200,
                        "{\"status\":\"ok\",\"processed\":2,\"warnings\":[{\"index\":1,\"field\":\"timestamp\",\"message\":\"timestamp"
                                + " must be a time in ISO 8601, or since 1970 as a number, not 'soon'; the time of receipt"
                                + " was used\"},{\"index\":1,\"field\":\"tokens_in\",\"message\":\"tokens_in must not be"
                                + " negative, as -1 is; 0 was used\"}]}");
    }

    @Test
    void numberThatPythonWritesIsNullInTheTopicAndCountedAsAWarning() {
        IngestClient metrics = new IngestClient(managementPort);
        double before = nonFiniteWarnings(metrics);

        client.post(
                        "{\"events\":[{\"session_id\":\"nan\",\"event_id\":\"1\",\"tokens_in\":NaN,\"input_data\":[NaN,1]}]}")
                .isExactly(
                        200,
                        "{\"status\":\"ok\",\"processed\":1,\"warnings\":[{\"index\":0,\"field\":\"tokens_in\",\"message\":\"tokens_in"
                                + " holds NaN, which JSON does not have; null was used\"},{\"index\":0,\"field\":\"input_data\",\"message\":\"input_data"
                                + " holds NaN, which JSON does not have; null was used\"}]}");

        assertThat(events.read())
                .singleElement()
                .satisfies(record -> assertThat(record.value())
                        .endsWith("\"input_data\":[null,1]}")
                        .doesNotContain("tokens_in"));
        assertThat(nonFiniteWarnings(metrics)).isEqualTo(before + 2);
    }

    private static double nonFiniteWarnings(IngestClient metrics) {
        return metrics.get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith("agentlens_ingest_warnings_total{kind=\"non_finite\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void twentyWarningsAtMostThenACount() {
        String twenty = client.post(batch(20, "{\"tokens_in\":-1}")).body();
        assertThat(twenty.split("\"field\"")).hasSize(21);
        assertThat(twenty).endsWith("]}");

        String more = client.post(batch(27, "{\"tokens_in\":-1}")).body();
        assertThat(more.split("\"field\"")).hasSize(21);
        assertThat(more).contains("\"processed\":27").endsWith("],\"warnings_omitted\":7}");
    }

    @Test
    void recordIsACloudEventInBinaryMode() {
        Instant before = Instant.now();
        client.post("""
            {"events": [{"session_id": "a.b:c", "event_id": "id-é", "event_type": "llm call", "x": 1,
                         "timestamp": "2026-02-14T12:30:00.5+02:00"}]}\
            """);

        Read record = events.read().get(0);
        assertThat(record.key()).isEqualTo("a.b:c");
        assertThat(record.headers())
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", "id-é")
                .containsEntry("ce_source", "/sessions/a.b:c")
                .containsEntry("ce_type", "dev.agentlens.llm call")
                .containsEntry("ce_subject", "a.b:c")
                .containsEntry("ce_time", "2026-02-14T10:30:00.500Z")
                .containsEntry("content-type", "application/json")
                .containsEntry(EventTopic.SCHEMA_HEADER, EventTopic.SCHEMA);
        assertThat(record.headers().get(EventTopic.DIGEST_HEADER)).matches("[0-9a-f]{16}");
        assertThat(Instant.ofEpochMilli(record.timestamp()))
                .isBetween(before.truncatedTo(ChronoUnit.MILLIS), Instant.now());
        StepRecorded step = (StepRecorded) AgentEventCodec.decode(record.value().getBytes(UTF_8));
        assertThat(step.timestamp()).isEqualTo(Instant.parse("2026-02-14T10:30:00.5Z"));
    }

    @Test
    void recordsCarryTheTraceOfTheirRequest() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assertThat(client.post(TRACED, "Content-Type", "application/json", "traceparent", trace)
                        .status())
                .isEqualTo(200);
        assertThat(client.post(TRACED, "Content-Type", "application/json", "traceparent", "00-none")
                        .status())
                .isEqualTo(200);

        List<Read> read = events.read();
        assertThat(read.get(0).headers()).containsEntry("traceparent", trace);
        assertThat(read.get(1).headers()).doesNotContainKey("traceparent");
    }

    @Test
    void sessionsSpreadOverThePartitionsAndEachStaysInOne() {
        assertThat(events.partitions()).isEqualTo(12);
        client.post(IntStream.range(0, 400)
                .mapToObj(i -> "{\"session_id\":\"spread-" + i % 40 + "\",\"event_id\":\"" + i + "\"}")
                .collect(Collectors.joining(",", "{\"events\":[", "]}")));

        List<Read> read = events.read();
        assertThat(read.stream().map(Read::partition).distinct().count()).isGreaterThan(1);
        read.stream().collect(Collectors.groupingBy(Read::key)).values().forEach(session -> {
            assertThat(session).hasSize(10);
            assertThat(session.stream().map(Read::partition).distinct()).hasSize(1);
            assertThat(session)
                    .extracting(record -> Integer.valueOf(record.headers().get("ce_id")))
                    .isSorted();
        });
    }

    static Stream<String> payloads() {
        return Stream.of(
                "123456789012345678901234567890.12345678901234567890",
                "1E400",
                "-0.0",
                "1.50",
                "\"\\u0000\\u001f\\ud800\\udc00\\ud800\"",
                "{\"\\ud83d\":\"lone\",\"\":{\" \":[]}}",
                "\"\\/\\u0041\\n💡é\u2028\u007f\"",
                "{\"a\":1,\"a\":2}",
                "{\"z\":1,\"a\":[true,false,null,{}]}",
                "[".repeat(500) + "]".repeat(500),
                "{\"k\":".repeat(499) + "[]" + "}".repeat(499),
                "\"" + "x".repeat(100_000) + "\"",
                "9".repeat(10_000),
                "\"<script>alert('x')</script> ' ; drop table events; --\"",
                "false",
                "\"\"");
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void payloadsAndUnknownFieldsAreKeptExactly(String payload) {
        List<String> names = List.of(
                "input_data",
                "output_data",
                "tool_call",
                "decision_trace",
                "metadata",
                "attributes",
                "any \\u0022other");
        String fields =
                names.stream().map(name -> "\"" + name + "\":" + payload).collect(Collectors.joining(","));
        String spaced =
                names.stream().map(name -> "\"" + name + "\" :\n\t" + payload).collect(Collectors.joining(" , "));

        client.post("{\"events\":[{" + spaced + "}]}").isExactly(200, "{\"status\":\"ok\",\"processed\":1}");

        String value = events.read().get(0).value();
        for (String field : fields.replace("\\u0022", "\\\"")
                .split(",(?=\"(?:output_data|tool_call|decision_trace|metadata|attributes|any))")) {
            assertThat(value).contains(field);
        }
    }

    @Test
    void tooDeepNestingIsRejectedOrRefusedButNeverAFailure() {
        client.post("{\"events\":[{},{\"input_data\":" + "[".repeat(501) + "]".repeat(501) + "}]}")
                .isExactly(
                        207,
                        "{\"status\":\"partial\",\"processed\":1,\"rejected\":[{\"index\":1,\"event_id\":null,\"error\":\"input_data"
                                + " is nested 501 levels deep; at most 500 are allowed\"}]}");
        client.post("{\"events\":[{\"input_data\":" + "[".repeat(90_000) + "]".repeat(90_000) + "}]}")
                .isError(400);
        for (String deep : List.of("[", "{\"a\":", "{\"events\":[", "[{\"x\":")) {
            client.post(deep.repeat(300_000)).isError(400);
            client.post("{\"events\":[{\"a\":" + deep.repeat(300_000)).isError(400);
            client.post("{\"other\":" + deep.repeat(300_000)).isError(400);
        }
    }

    @Test
    void nastyBodiesAreAnsweredAndNeverFail() {
        byte[] body = """
            {"events": [{"session_id": "s", "event_id": "\\u00e9\\ud83d\\ude00", "timestamp": 1771065000.5,
              "tokens_in": 1e2, "duration_ms": 0.5, "input_data": {"a": [1, "é💡", null]}, "span_id": "x",
              "event_type": "session_end", "status": "error"}, 5, {"model": "m", "b": true}]}\
            """.getBytes(UTF_8);
        SplittableRandom random = new SplittableRandom(20261124);
        for (int n = 0; n < 1_500; n++) {
            byte[] mutant = body.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                mutant[random.nextInt(mutant.length)] =
                        random.nextInt(3) == 0 ? (byte) random.nextInt(256) : body[random.nextInt(body.length)];
            }
            byte[] sent = random.nextInt(8) == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;

            Answer answer = client.post(sent);

            assertThat(answer.status())
                    .as("%s: %s", new String(sent, UTF_8), answer)
                    .isIn(200, 207, 400);
        }
        // Whatever of it was accepted can be read by whoever reads the topic.
        List<Read> read = events.read();
        assertThat(read).isNotEmpty();
        read.forEach(record -> assertThat(AgentEventCodec.decode(record.value().getBytes(UTF_8)))
                .isNotNull());
    }

    @Test
    void eventsAreOnlyPosted() {
        Answer answer = client.get("/events").isError(405);

        assertThat(answer.header("Allow")).isEqualTo("POST");
    }

    private static List<String> ids(List<Read> records) {
        return records.stream().map(record -> record.headers().get("ce_id")).toList();
    }

    private static String batch(int events, String event) {
        return Stream.generate(() -> event).limit(events).collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }

    /** A batch of one event, as long as this by white space between its tokens. */
    private static byte[] padded(int size) {
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) ' ');
        System.arraycopy("{\"events\":".getBytes(UTF_8), 0, body, 0, 10);
        System.arraycopy("[{}]}".getBytes(UTF_8), 0, body, size - 5, 5);
        return body;
    }

    private static String eventOfSize(int size) {
        return "{\"input_data\":\"" + "x".repeat(size - 17) + "\"}";
    }

    private static byte[] concat(byte[]... parts) {
        return Stream.of(parts).reduce(new byte[0], (a, b) -> {
            byte[] both = Arrays.copyOf(a, a.length + b.length);
            System.arraycopy(b, 0, both, a.length, b.length);
            return both;
        });
    }
}
