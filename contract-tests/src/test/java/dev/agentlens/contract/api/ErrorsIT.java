/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.contract.api.Api.Answer;
import dev.agentlens.standalone.StandaloneRoles;
import dev.agentlens.testsupport.contract.PublishedRecords;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** What goes wrong, through all routes: with keys, with the default budgets, behind one proxy. */
@SpringBootTest(
        classes = StandaloneRoles.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=agentlens-standalone",
            "management.server.port=0",
            "agentlens.api-key=" + ErrorsIT.KEY + ", " + ErrorsIT.NEXT_KEY,
            "agentlens.trust-proxy=1"
        })
@ExtendWith(PublishedRecords.class)
@DirtiesContext
class ErrorsIT {

    static final String KEY = "old-key";
    static final String NEXT_KEY = "new-key";

    private static final String NO_EVENTS = "{\"events\":[]}";
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    @LocalServerPort
    private int port;

    private Api api;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry properties) {
        RunningStandalone.services(properties);
        // The topic is that of the other contexts; a group of its own reads all of it into its own tables.
        properties.add("agentlens.projector.group", UUID.randomUUID()::toString);
    }

    @BeforeEach
    void connect() {
        api = newClient("X-API-Key", KEY);
    }

    /** From an address of its own, and so with budgets of its own. */
    private Api newClient(String... headers) {
        int n = CLIENTS.incrementAndGet();
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "X-Forwarded-For";
        all[headers.length + 1] = "10.9." + n / 256 + "." + n % 256;
        return new Api(port, all);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing",
        "POST, /nothing",
        "GET, /events/1",
        "POST, /events/1",
        "GET, /sessions/a/nothing",
        "GET, /sessions/a/export/csv",
        "GET, /analytics/nothing",
        "GET, /actuator/health",
        "GET, /actuator",
        "GET, /error"
    })
    void unknownRoute(String method, String path) {
        assertThat(error(api.send(method, path, new byte[0]), 404)).isEqualTo("No such route: " + method + " " + path);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /events, POST",
        "PUT, /events, POST",
        "DELETE, /events, POST",
        "POST, /sessions, GET",
        "DELETE, /sessions/a, GET",
        "POST, /sessions/a/explain, GET",
        "PUT, /sessions/a/export, GET",
        "POST, /analytics, GET",
        "PATCH, /sessions/compare, 'GET, POST'",
        "POST, /health, GET"
    })
    void wrongMethodNamesTheRightOne(String method, String path, String allowed) {
        Answer answer = api.send(method, path, new byte[0]);

        String error = error(answer, 405);
        assertThat(error).startsWith("Method " + method + " is not allowed here; allowed: ");
        for (String right : allowed.split(", ")) {
            assertThat(error).contains(right);
            assertThat(answer.header("Allow")).contains(right);
        }
    }

    @Test
    void bodyThatIsTooLarge() {
        byte[] large = ("{\"events\":[]" + " ".repeat(10 * 1024 * 1024) + "}").getBytes(UTF_8);

        assertThat(error(api.postEvents(large), 413)).contains("10485760 bytes");
        assertThat(error(api.postEvents(Api.gzip(large), "Content-Encoding", "gzip"), 413))
                .contains("10485760 bytes");
        assertThat(error(api.postEvents(Api.zstd(large), "Content-Encoding", "zstd"), 413))
                .contains("10485760 bytes");
        assertThat(error(api.send("POST", "/sessions/compare", new byte[100_000], json()), 413))
                .contains("65536 bytes");
    }

    @Test
    void batchThatIsTooLarge() {
        String events = "{}" + ",{}".repeat(5_000);

        assertThat(error(post("/events", "{\"events\":[" + events + "]}"), 400))
                .isEqualTo("Batch too large: 5001 events (max 5000)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/sessions/compare"})
    void bodyOfAnotherType(String path) {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/xml", "rubbish")) {
            assertThat(error(api.send("POST", path, NO_EVENTS.getBytes(UTF_8), "Content-Type", type), 415))
                    .contains("'" + type + "'", "application/json");
        }
    }

    @Test
    void codingThatIsNotUnderstood() {
        assertThat(error(api.postEvents(NO_EVENTS.getBytes(UTF_8), "Content-Encoding", "br"), 415))
                .contains("'br'", "gzip", "zstd");
        assertThat(error(api.postEvents(NO_EVENTS.getBytes(UTF_8), "Content-Encoding", "gzip"), 400))
                .contains("gzip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"events\":[",
                "{\"events\":[{}]",
                "{\"events\":[]} {}",
                "nonsense",
                "[]",
                "null",
                "1",
                "\"\"",
                "{}",
                "{\"events\":null}",
                "{\"events\":{}}",
                "{\"events\":\"[]\"}",
                "{'events':[]}",
                "{\"events\":[nan]}",
                "{\"events\":[NaN]}"
            })
    void bodyThatIsNoBatch(String body) {
        error(post("/events", body), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\"a\"", "{\"session_a\":1,\"session_b\":\"b\"}", "{\"session_a\":"})
    void bodyThatIsNoComparison(String body) {
        error(post("/sessions/compare", body), 400);
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', 400, 'Both session_a and session_b are required'",
        "'{\"session_a\":\"a\"}', 400, 'Both session_a and session_b are required'",
        "'{\"session_a\":\"a\",\"session_b\":\"\"}', 400, 'Both session_a and session_b are required'",
        "'{\"session_a\":\"a\",\"session_b\":\"a\"}', 400, 'Cannot compare a session with itself'",
        "'{\"session_a\":\"no-a\",\"session_b\":\"no-b\"}', 404, 'Session no-a not found'"
    })
    void comparisonThatCannotBe(String body, int status, String error) {
        assertThat(error(post("/sessions/compare", body), status)).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({
        "/sessions/no-such-session, 404, Session not found",
        "/sessions/no-such-session/explain, 404, Session not found",
        "/sessions/no-such-session/export, 404, Session not found",
        "/sessions/no-such-session/export?format=csv, 404, Session not found",
        "/sessions/a%20b, 400, 'Invalid session ID format ''a b'''",
        "/sessions/a%00b/explain, 400, Invalid session ID format",
        "/sessions/%F0%9F%92%A1/export, 400, Invalid session ID format",
        "/sessions?status=open, 400, Invalid status filter",
        "/sessions?status=Active, 400, 'Invalid status filter ''Active'''"
    })
    void readThatFindsNothing(String path, int status, String error) {
        RunningStandalone.awaitProjection(newClient("X-API-Key", KEY));

        assertThat(error(api.get(path), status)).startsWith(error);
    }

    @Test
    void unknownExportFormatNamesTheValidOnes() {
        assertThat(error(api.get("/sessions/a/export?format=xml"), 400)).contains("'xml'", "json", "csv", "ndjson");
    }

    @Test
    void wholeBatchThatIsRejectedNamesEachEvent() {
        JsonNode body = Json.read(api.post(
                        "/events", Map.of("events", List.of(1, Map.of("session_id", "a b", "event_id", "e"))))
                .is(400)
                .body());

        assertThat(body.path("error").stringValue()).isNotBlank();
        assertThat(Json.elements(body.path("rejected")))
                .extracting(rejected -> rejected.path("index").intValue())
                .containsExactly(0, 1);
        assertThat(body.path("rejected").path(1).path("event_id").stringValue()).isEqualTo("e");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /events",
        "GET, /sessions",
        "GET, /sessions/a",
        "GET, /sessions/a/explain",
        "GET, /sessions/a/export",
        "POST, /sessions/compare",
        "GET, /analytics",
        "GET, /analytics/nothing",
        "DELETE, /events"
    })
    void everyRouteOfTheApiNeedsAKey(String method, String path) {
        for (Api without : List.of(
                newClient(),
                newClient("X-API-Key", "default"),
                newClient("X-API-Key", KEY + ", " + NEXT_KEY),
                newClient("X-API-Key", KEY.toUpperCase(Locale.ROOT)))) {
            Answer answer = without.send(method, path, "{".getBytes(UTF_8), json());

            assertThat(error(answer, 401)).isEqualTo("Unauthorized: invalid or missing API key");
            assertBudget(answer, path.startsWith("/events") ? 60 : 120, 1);
        }
    }

    @Test
    void eitherKeyOpens() {
        for (String key : List.of(KEY, NEXT_KEY)) {
            newClient("X-API-Key", key)
                    .post("/events", Map.of("events", List.of()))
                    .is(200);
        }
    }

    @Test
    void healthIsOpenAndWithoutBudget() {
        Answer answer = newClient().get("/health").is(200);

        assertThat(answer.body()).matches("\\{\"status\":\"ok\",\"timestamp\":\"[-0-9]{10}T[:0-9]{8}\\.[0-9]{3}Z\"}");
        assertThat(answer.header("RateLimit-Limit")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/events, 60, 'Too many ingestion requests, please try again later'",
        "/sessions, 120, 'Too many requests, please try again later'",
        "/analytics, 120, 'Too many requests, please try again later'"
    })
    void budgetIsReportedAndEnds(String path, int limit, String error) {
        // Errors and wrong keys cost as much as anything else.
        Api wrongKey = newClient("X-API-Key", "wrong");
        for (int used = 1; used <= limit; used++) {
            Answer answer = wrongKey.get(path);
            error(answer, 401);
            assertBudget(answer, limit, used);
        }

        Answer refused = wrongKey.get(path);

        assertThat(error(refused, 429)).isEqualTo(error);
        assertThat(refused.body()).isEqualTo("{\"error\":\"" + error + "\"}");
        assertBudget(refused, limit, limit);
        assertThat(refused.header("Retry-After")).isEqualTo(refused.header("RateLimit-Reset"));
        wrongKey.get("/health").is(200);
        api.get("/sessions?limit=1").is(200);
    }

    @Test
    void eachRouteHasItsOwnBudget() {
        assertBudget(api.post("/events", Map.of("events", List.of())).is(200), 60, 1);
        assertBudget(post("/events", "{"), 60, 2);
        assertBudget(api.get("/sessions"), 120, 1);
        assertBudget(api.get("/sessions/no-such-session/explain"), 120, 2);
        assertBudget(post("/sessions/compare", "{"), 120, 3);
        assertBudget(api.get("/analytics"), 120, 1);
    }

    private static void assertBudget(Answer answer, int limit, int used) {
        assertThat(answer.header("RateLimit-Limit")).isEqualTo(Integer.toString(limit));
        assertThat(answer.header("RateLimit-Remaining")).isEqualTo(Integer.toString(limit - used));
        assertThat(Integer.parseInt(answer.header("RateLimit-Reset"))).isBetween(0, 60);
    }

    private Answer post(String path, String body) {
        return api.send("POST", path, body.getBytes(UTF_8), json());
    }

    private static String[] json() {
        return new String[] {"Content-Type", "application/json"};
    }

    /** Asserts the one form of errors, and returns what it says. */
    private static String error(Answer answer, int status) {
        answer.is(status);
        assertThat(answer.header("Content-Type")).as("type of %s", answer).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isNotBlank();
        assertThat(answer.header("Server")).isNull();
        assertThat(answer.header("Content-Disposition")).isNull();
        assertThat(answer.body())
                .doesNotContain("Exception", "org.", "java.", "dev.agentlens", "\\tat ", "select ", "SELECT ");
        String error = Json.read(answer.body()).path("error").stringValue();
        assertThat(error).isNotBlank();
        return error;
    }
}
