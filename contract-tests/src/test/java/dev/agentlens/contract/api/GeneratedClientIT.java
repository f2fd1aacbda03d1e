/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.contentOf;

import dev.agentlens.client.ApiClient;
import dev.agentlens.client.ApiException;
import dev.agentlens.client.ApiResponse;
import dev.agentlens.client.api.ReadApi;
import dev.agentlens.client.api.WriteApi;
import dev.agentlens.client.model.Batch;
import dev.agentlens.client.model.BatchAnswer;
import dev.agentlens.client.model.CompareRequest;
import dev.agentlens.client.model.ExportSessionsRequest;
import dev.agentlens.client.model.SentEvent;
import dev.agentlens.client.model.SentEventTimestamp;
import dev.agentlens.client.model.SessionStatus;
import dev.agentlens.client.model.SessionTrace;
import dev.agentlens.standalone.StandaloneRoles;
import dev.agentlens.testsupport.TestServices;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A client that openapi-generator made from docs/api/openapi.yaml, and that knows nothing else, gets along. */
@SpringBootTest(
        classes = StandaloneRoles.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.config.name=agentlens-standalone", "management.server.port=0"})
class GeneratedClientIT {

    private static final String PATIENTLY = "wait=30";

    @LocalServerPort
    private int port;

    private WriteApi write;
    private ReadApi read;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry properties) {
        TestServices.Database database = TestServices.newDatabase();
        properties.add("AGENTLENS_KAFKA_BOOTSTRAP", TestServices::kafkaBootstrapServers);
        properties.add("AGENTLENS_DATABASE_URL", database::jdbcUrl);
        properties.add("AGENTLENS_DATABASE_USER", database::username);
        properties.add("AGENTLENS_DATABASE_PASSWORD", database::password);
    }

    @BeforeEach
    void generated() {
        ApiClient client = new ApiClient();
        client.updateBaseUri("http://localhost:" + port);
        write = new WriteApi(client);
        read = new ReadApi(client);
    }

    @Test
    void whatItWritesItReadsBack() throws ApiException {
        String session = "generated-" + UUID.randomUUID();

        ApiResponse<BatchAnswer> answer = send(step(session), end(session));

        assertThat(answer.getData().getStatus()).isEqualTo(BatchAnswer.StatusEnum.OK);
        assertThat(answer.getData().getProcessed()).isEqualTo(2);
        SessionTrace trace = read.getSession(session, null, position(answer), PATIENTLY, null, null, null);
        assertThat(trace.getStatus()).isEqualTo(SessionStatus.ERROR);
        assertThat(trace.getStartedAt()).isEqualTo(OffsetDateTime.parse("2026-02-14T10:30:00Z"));
        assertThat(trace.getTotalTokensIn()).isEqualTo(5);
        assertThat(trace.getEvents()).singleElement().satisfies(event -> {
            assertThat(event.getInputData()).isEqualTo(Map.of("prompt", "Hello"));
            assertThat(event.getDurationMs()).isEqualByComparingTo("850.5");
            assertThat(event.getToolCall()).isNull();
            assertThat(event.getAdditionalProperties()).containsEntry("span_id", "a1");
        });
    }

    @Test
    void itReadsEveryKindOfAnswer() throws ApiException {
        String a = "generated-" + UUID.randomUUID();
        String b = "generated-" + UUID.randomUUID();
        String position = position(send(step(a), step(b), end(b)));

        assertThat(read.listSessions(
                                null, position, PATIENTLY, 200, 0, null, "active", null, null, null, null, null, null,
                                null, null, null, null, null, null, null, null, null, null)
                        .getTotal())
                .isPositive();
        assertThat(read.explainSession(a, null, null, null).getExplanation()).startsWith("## Agent Session");
        assertThat(contentOf(read.exportSessions(new ExportSessionsRequest().sessions(List.of(a)), null, null, null))
                        .lines())
                .hasSize(2);
        assertThat(read.exportSession(a, null, null, null, "json", null)
                        .getSummary()
                        .getModelsUsed())
                .containsExactly("gpt-4o");
        assertThat(read.compareSessions(new CompareRequest().sessionA(a).sessionB(b), null, null, null)
                        .getDeltas()
                        .getTotalTokens()
                        .getAbsolute())
                .isZero();
        assertThat(read.getAnalytics(null, null, null, null, null, null, null, null)
                        .getOverview()
                        .getTotalEvents())
                .isPositive();
    }

    @Test
    void errorIsOneThatItKnows() {
        assertThatThrownBy(() -> read.getSession("no-such-session", null, null, null, null, null, null))
                .isInstanceOfSatisfying(ApiException.class, failure -> {
                    assertThat(failure.getCode()).isEqualTo(404);
                    assertThat(failure.getResponseBody()).isEqualTo("{\"error\":\"Session not found\"}");
                });
    }

    private ApiResponse<BatchAnswer> send(SentEvent... events) throws ApiException {
        return write.postEventsWithHttpInfo(new Batch().events(List.of(events)), null, null, null, null);
    }

    private static String position(ApiResponse<?> answer) {
        return answer.getHeaders().get("agentlens-position").get(0);
    }

    private static SentEvent step(String session) {
        SentEvent step = new SentEvent()
                .sessionId(session)
                .eventId("e-1")
                .eventType("llm_call")
                .timestamp(new SentEventTimestamp("2026-02-14T10:30:00Z"))
                .model("gpt-4o")
                .tokensIn(5L)
                .durationMs(new BigDecimal("850.5"))
                .inputData(Map.of("prompt", "Hello"));
        step.putAdditionalProperty("span_id", "a1");
        return step;
    }

    private static SentEvent end(String session) {
        return new SentEvent().sessionId(session).eventType("session_end").status("error");
    }
}
