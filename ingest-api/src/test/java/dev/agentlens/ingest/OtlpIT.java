/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.ingest.IngestClient.Answer;
import dev.agentlens.ingest.TopicReader.Read;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.contract.PublishedRecords;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** POST /v1/traces and /v1/logs, from the bytes on the socket to the records in the topics. */
@ExtendWith(PublishedRecords.class)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "agentlens.rate-limit.events=0",
            "management.server.port=0",
            "agentlens.otlp.max-body-size=100KB",
            "agentlens.otlp.max-items=50"
        })
class OtlpIT {

    private static final String PROTOBUF = "application/x-protobuf";

    private final String traceId = UUID.randomUUID().toString().replace("-", "");

    @LocalServerPort
    private int port;

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
        await().until(() -> client.post("{\"events\":[1,{}]}").status() == 207);
        events = new TopicReader(TestServices.kafkaBootstrapServers(), EventTopic.EVENTS);
        rejected = new TopicReader(TestServices.kafkaBootstrapServers(), EventTopic.REJECTED);
    }

    @AfterEach
    void close() {
        events.close();
        rejected.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/traces", "/api/public/otel/v1/traces", "/v1/traces/"})
    void traceIsASessionWhoseRootStartsAndEndsIt(String path) {
        Answer answer = client.postTo(path, request(root("0123456789abcdef")).toByteArray(), "Content-Type", PROTOBUF);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(PROTOBUF);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("AgentLens-Position")).isNotBlank();
        List<Read> read = events.read();
        assertThat(read).extracting(Read::key).containsOnly(traceId);
        assertThat(read)
                .extracting(record ->
                        record.headers().get("ce_type") + " " + record.headers().get("ce_id"))
                .containsExactly(
                        "dev.agentlens.session_start 0123456789abcdef:start",
                        "dev.agentlens.span 0123456789abcdef",
                        "dev.agentlens.session_end 0123456789abcdef:end");
    }

    @Test
    void jsonIsReadAndRespondedToAsJsonCompressedOrNot() {
        String json = """
                {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"%s","spanId":"00000000000000AA",
                "parentSpanId":"00000000000000bb","name":"chat","startTimeUnixNano":"1767225600000000000",
                "endTimeUnixNano":1767225601000000000,"unknown":{},"attributes":[
                {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
                {"key":"gen_ai.usage.input_tokens","value":{"intValue":"12"}}]}]}]}]}""".formatted(traceId);

        client.postTo("/v1/traces", json.getBytes(UTF_8)).isExactly(200, "{}");
        client.postTo("/v1/traces", IngestClient.gzip(json.getBytes(UTF_8)), "Content-Encoding", "gzip")
                .isExactly(200, "{}");
        client.postTo("/v1/traces", "{}".getBytes(UTF_8)).isExactly(200, "{}");

        List<Read> read = events.read();
        assertThat(read).hasSize(2);
        assertThat(read.get(0).value())
                .contains("\"event_type\":\"llm_call\"", "\"tokens_in\":12", "\"duration_ms\":1000")
                .isEqualTo(read.get(1).value());
    }

    @Test
    void badSpanIsReportedAndKeptAndCostsNoOther() throws Exception {
        Span bad = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(new byte[16]))
                .setSpanId(bytes("0123456789abcdef"))
                .build();
        ExportTraceServiceRequest request = request(bad, root("0123456789abcdef"));

        Answer answer = client.postTo("/v1/traces", request.toByteArray(), "Content-Type", PROTOBUF);

        assertThat(answer.status()).isEqualTo(200);
        var partial = ExportTraceServiceResponse.parseFrom(answer.body().getBytes(UTF_8))
                .getPartialSuccess();
        assertThat(partial.getRejectedSpans()).isEqualTo(1);
        assertThat(partial.getErrorMessage())
                .startsWith("1 span rejected; span[0]: ")
                .contains("traceId");
        assertThat(events.read()).hasSize(3);
        assertThat(rejected.read())
                .hasSize(1)
                .allSatisfy(
                        record -> assertThat(record.value()).contains("\"index\":0", "traceId", "0123456789abcdef"));
    }

    @Test
    void whatIsNoRequestIsAStatusInItsEncodingAndStoresNothing() {
        Answer json = client.postTo("/v1/traces", "{\"resourceSpans\":[{\"scopeSpans\":7}]}".getBytes(UTF_8));
        json.isError(400);
        assertThat(json.body()).contains("\"code\":3", "\"message\":");

        Answer protobuf = client.postTo("/v1/traces", "nonsense".getBytes(UTF_8), "Content-Type", PROTOBUF);
        assertThat(protobuf.status()).isEqualTo(400);
        assertThat(protobuf.header("Content-Type")).isEqualTo(PROTOBUF);
        assertThat(protobuf.body()).contains("protobuf");

        assertThat(client.postTo("/v1/traces", new byte[0], "Content-Type", "text/plain")
                        .isError(415)
                        .body())
                .contains("text/plain", "application/x-protobuf");
        assertThat(client.postTo("/v1/traces", new byte[100 * 1024 + 1], "Content-Type", PROTOBUF)
                        .status())
                .isEqualTo(413);
        byte[] large = request(root("0123456789abcdef").toBuilder()
                        .setName("x".repeat(100 * 1024))
                        .build())
                .toByteArray();
        assertThat(client.postTo(
                                "/v1/traces",
                                IngestClient.gzip(large),
                                "Content-Type",
                                PROTOBUF,
                                "Content-Encoding",
                                "gzip")
                        .status())
                .isEqualTo(413);
        Span[] many = new Span[50];
        Arrays.fill(many, root("0123456789abcdef"));
        assertThat(client.postTo("/v1/traces", request(many).toByteArray(), "Content-Type", PROTOBUF)
                        .status())
                .isEqualTo(400);
        assertThat(client.get("/v1/traces").isError(405).body()).contains("POST");
        assertThat(events.read()).isEmpty();
    }

    @Test
    void logRecordOfASessionIsAnEvent() {
        String json = """
                {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1767225600000000000","traceId":"%s",
                "spanId":"00000000000000aa","body":{"stringValue":"hello"}},{"body":{"stringValue":"of no session"}}]}]}]}\
                """.formatted(traceId);

        Answer answer = client.postTo("/v1/logs", json.getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"rejectedLogRecords\":\"1\"");
        assertThat(events.read()).hasSize(1).allSatisfy(record -> {
            assertThat(record.key()).isEqualTo(traceId);
            assertThat(record.value()).contains("hello");
        });
    }

    private Span root(String spanId) {
        return Span.newBuilder()
                .setTraceId(bytes(traceId))
                .setSpanId(bytes(spanId))
                .setName("agent")
                .setStartTimeUnixNano(1_767_225_600_000_000_000L)
                .setEndTimeUnixNano(1_767_225_601_000_000_000L)
                .build();
    }

    private static ExportTraceServiceRequest request(Span... spans) {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(List.of(spans))))
                .build();
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}
