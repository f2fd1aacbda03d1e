/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edgetest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The edge in dev mode with its default limits. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=classpath:agentlens-edge.yml",
            "agentlens.trust-proxy=1",
            "management.server.port=0"
        })
@ExtendWith(OutputCaptureExtension.class)
class EdgeHttpTest {

    private static final String ORIGIN = "https://dashboard.example";

    @LocalServerPort
    private int port;

    private Client client;

    @BeforeEach
    void newClient() {
        client = new Client(port);
    }

    @Test
    void healthSaysThatTheProcessAnswers() {
        TestResponse answer = client.get("/health").hasHeadersOfEveryAnswer().hasNoBudget();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body())
                .matches("\\{\"status\":\"ok\",\"timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"}");
        Instant timestamp = Instant.parse(answer.body().replaceAll(".*timestamp\":\"|\"}", ""));
        assertThat(Duration.between(timestamp, Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/eventsfoo", "/favicon.ico", "/actuator/health", "/error", "/%2e%2e/x"})
    void unknownRouteIs404(String path) {
        client.get(path).isError(404, "No such route: GET " + path).hasNoBudget();
    }

    @Test
    void unknownRouteBelowAnApiRouteIs404WithItsBudget() {
        client.get("/sessions/a/nothing")
                .isError(404, "No such route: GET /sessions/a/nothing")
                .hasBudget(120, 119);
        client.post("/events//", "{}").isAnyError(404).hasBudget(60, 59);
    }

    @Test
    void oneSlashAtTheEndOfAPathIsIgnored() {
        assertThat(client.post("/events/", "{\"a\":1}").hasBudget(60, 59).body())
                .isEqualTo("{\"fields\":1}");
        assertThat(client.get("/sessions/?limit=3").hasBudget(120, 119).body()).isEqualTo("{\"limit\":3}");
        assertThat(client.get("/sessions/a%20b/").body()).isEqualTo("{\"session_id\":\"a b\"}");
        assertThat(client.get("/health/").status()).isEqualTo(200);
        assertThat(client.get("/docs/").status()).isEqualTo(200);
        client.get("/nothing/").isError(404, "No such route: GET /nothing/");
        client.get("/events/").isError(405, "Method GET is not allowed here; allowed: POST");
        assertThat(preflight("/events/", "POST", "content-type").status()).isEqualTo(200);
    }

    @Test
    void longPathIsCutInTheError() {
        client.get("/" + "x".repeat(3_000)).isError(404, "No such route: GET /" + "x".repeat(199) + "…");
    }

    @Test
    void pathInTheErrorCannotBreakItsJson() {
        client.sendRaw("GET /a\"b\\c HTTP/1.1", "Host: x", "Connection: close").isAnyError(400);
        client.get("/%22%5C%0A").isError(404, "No such route: GET /%22%5C%0A");
        client.sendRaw("GET /<b>'\u00e9 HTTP/1.1", "Host: x", "Connection: close")
                .isAnyError(400);
    }

    @Test
    void wrongMethodIs405AndNamesTheRightOnes() {
        TestResponse answer = client.get("/events")
                .isError(405, "Method GET is not allowed here; allowed: POST")
                .hasBudget(60, 59);
        assertThat(answer.header("Allow")).isEqualTo("POST");

        client.send("DELETE", "/sessions/a", null)
                .isError(405, "Method DELETE is not allowed here; allowed: GET")
                .hasBudget(120, 119);
        client.post("/health", "{}").isError(405, "Method POST is not allowed here; allowed: GET");
        client.send("BREW", "/analytics", null).isAnyError(405).hasBudget(120, 119);
    }

    @Test
    void wrongContentTypeIs415() {
        client.send("POST", "/events", "a: 1", "Content-Type", "application/yaml")
                .isError(415, "Unsupported Content-Type 'application/yaml'; send application/json")
                .hasBudget(60, 59);
        client.send("POST", "/events", "{}", "Content-Type", "rubbish;;")
                .isError(415, "Unsupported Content-Type 'rubbish;;'; send application/json");
        client.send("POST", "/events", "{}", "Content-Type", "text/" + "x".repeat(300))
                .isError(415, "Unsupported Content-Type 'text/" + "x".repeat(95) + "…'; send application/json");
    }

    @Test
    void malformedBodyIs400() {
        client.post("/events", "{\"a\":").isAnyError(400);
        client.post("/events", "").isAnyError(400);
    }

    @Test
    void malformedParameterIs400() {
        client.get("/sessions?limit=many").isAnyError(400);
    }

    @Test
    void tooLargeBodyIs413() {
        client.post("/events", "{\"a\":\"" + "x".repeat(300 * 1024) + "\"}").isError(413, "The body is too large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fails", "fails-later"})
    void failureIs500AndTellsNothingOfTheInside(String route) {
        TestResponse answer = client.get("/sessions/a/" + route)
                .isError(500, "Internal server error")
                .hasBudget(120, 119);

        assertThat(answer.body()).isEqualTo("{\"error\":\"Internal server error\"}");
        assertThat(answer.headers().map()).doesNotContainKey("content-disposition");
    }

    @Test
    void refusalOfAHandlerKeepsItsStatusHeadersAndDetails() {
        assertThat(client.get("/sessions/a/unavailable").isError(503, "Not yet").header("Retry-After"))
                .isEqualTo("2");
        assertThat(client.get("/sessions/a/overloaded").isAnyError(503).header("Retry-After"))
                .isEqualTo("1");
        assertThat(client.get("/sessions/a/details").isError(409, "Two of them").body())
                .isEqualTo("{\"error\":\"Two of them\",\"count\":2}");
    }

    @Test
    void answerThatBreaksOffIsSeenAsBroken() {
        assertThatThrownBy(() -> client.get("/sessions/a/breaks-off")).isInstanceOf(UncheckedIOException.class);

        String raw = client.exchangeRaw("GET /sessions/a/breaks-off HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(raw).contains("0123456789").doesNotContain("\r\n0\r\n", "error", EdgeTestController.SECRET);
    }

    @Test
    void headOfAnErrorHasNoBody() {
        String raw = client.exchangeRaw("HEAD /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(raw).startsWith("HTTP/1.1 404 ").endsWith("\r\n\r\n").doesNotContain("{");
    }

    @Test
    void answersAreJsonWhateverIsAccepted() {
        assertThat(client.get("/sessions/a", "Accept", "text/html").body()).isEqualTo("{\"session_id\":\"a\"}");
        assertThat(client.get("/sessions/a", "Accept", "rubbish;;").status()).isEqualTo(200);
        client.get("/nothing", "Accept", "text/html").isAnyError(404);
    }

    @Test
    void devModeIgnoresKeys() {
        assertThat(client.get("/sessions").status()).isEqualTo(200);
        assertThat(client.get("/sessions", "X-API-Key", "whatever").status()).isEqualTo(200);
        assertThat(client.post("/events", "{}", "X-API-Key", "default").status())
                .isEqualTo(200);
    }

    @Test
    void everyResponseReportsTheBudgetOfItsRoute() {
        client.post("/events", "{}").hasBudget(60, 59).hasHeadersOfEveryAnswer();
        client.post("/events", "{}").hasBudget(60, 58);
        client.get("/sessions/a").hasBudget(120, 119).hasHeadersOfEveryAnswer();
        client.get("/sessions?limit=3").hasBudget(120, 118);
        client.get("/analytics").hasBudget(120, 119);
        new Client(port).post("/events", "{}").hasBudget(60, 59);
    }

    @Test
    void spellingsOfAPathShareItsBudget() {
        client.get("/sessions/a").hasBudget(120, 119);
        client.get("/%73essions/a").hasBudget(120, 118);
        client.get("/sessions;a=b/a").hasBudget(120, 117);
    }

    @Test
    void sixtyFirstBatchWithinAMinuteIsTooMany() {
        for (int i = 1; i <= 60; i++) {
            assertThat(client.post("/events", "{}").hasBudget(60, 60 - i).status())
                    .isEqualTo(200);
        }

        TestResponse refused = client.post("/events", "{}")
                .isError(429, "Too many ingestion requests, please try again later")
                .hasBudget(60, 0);
        assertThat(refused.header("Retry-After")).isEqualTo(refused.header("RateLimit-Reset"));
        assertThat(refused.body()).isEqualTo("{\"error\":\"Too many ingestion requests, please try again later\"}");
        assertThat(client.get("/sessions/a").hasBudget(120, 119).status()).isEqualTo(200);
        assertThat(new Client(port).post("/events", "{}").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sessions/a", "/analytics"})
    void hundredTwentyFirstReadWithinAMinuteIsTooMany(String path) {
        for (int i = 1; i <= 120; i++) {
            assertThat(client.get(path).hasBudget(120, 120 - i).status()).isEqualTo(200);
        }

        TestResponse refused = client.get(path)
                .isError(429, "Too many requests, please try again later")
                .hasBudget(120, 0);
        assertThat(refused.header("Retry-After")).isEqualTo(refused.header("RateLimit-Reset"));
        assertThat(client.get("/health").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"POST, /events", "GET, /sessions", "PUT, /sessions/a", "DELETE, /sessions/a", "GET, /analytics"})
    void preflightCostsNoBudget(String method, String path) {
        TestResponse answer = preflight(path, method, "content-type,x-api-key").hasNoBudget();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Access-Control-Allow-Methods").split(",\\s*"))
                .containsExactlyInAnyOrder("GET", "POST", "PUT", "DELETE");
        assertThat(answer.header("Access-Control-Allow-Headers").split(",\\s*"))
                .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
                .containsExactlyInAnyOrder("Content-Type", "X-API-Key");
        client.get("/sessions").hasBudget(120, 119);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type",
                "X-API-Key",
                "Content-Encoding",
                "Idempotency-Key",
                "AgentLens-After-Position",
                "Prefer",
                "X-Request-Id",
                "authorization",
                "content-type,traceparent,tracestate,baggage",
                "sentry-trace",
                "x-anything-at-all"
            })
    void preflightAllowsWhateverHeaderIsAskedFor(String header) {
        assertThat(preflight("/events", "POST", header)
                        .header("Access-Control-Allow-Headers")
                        .split(", ?"))
                .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
                .containsExactly(header.split(","));
    }

    @Test
    void preflightForAnotherMethodIsRefused() {
        preflight("/events", "PATCH", "content-type")
                .isError(403, "CORS preflight refused: the method 'PATCH' is not among GET, POST, PUT, DELETE")
                .hasNoBudget();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "http://", "http://[", "a b", "%", "http://x:99999999", "\u00e9"})
    void originThatIsNoUrlIsNotABrowsers(String origin) {
        TestResponse answer =
                client.sendRaw("GET /sessions/a HTTP/1.1", "Host: localhost", "Connection: close", "Origin: " + origin);

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void browsersMayReadTheHeadersOfTheApi() {
        for (TestResponse answer : List.of(
                client.get("/sessions/a", "Origin", ORIGIN),
                client.get("/nothing", "Origin", ORIGIN),
                client.get("/sessions/a/fails", "Origin", ORIGIN),
                client.post("/events", "{", "Origin", ORIGIN),
                client.send("POST", "/events", "a", "Content-Type", "text/plain", "Origin", ORIGIN),
                client.sendRaw("GET /sessions/%zz HTTP/1.1", "Host: x", "Connection: close", "Origin: " + ORIGIN),
                client.sendRaw("GET / HTTP/1.1", "Host: x", "Bad Name: x", "Origin: " + ORIGIN),
                client.sendRaw("}{"),
                client.get("/health", "Origin", ORIGIN))) {
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(answer.header("Access-Control-Expose-Headers").split(",\\s*"))
                    .contains(
                            "RateLimit-Limit",
                            "RateLimit-Remaining",
                            "RateLimit-Reset",
                            "Retry-After",
                            "AgentLens-Position",
                            "Preference-Applied",
                            "X-Request-Id");
            assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-credentials");
        }
    }

    @Test
    void requestIdIsKeptOrMade() {
        assertThat(client.get("/health", "X-Request-Id", "abc-1.2_3").header("X-Request-Id"))
                .isEqualTo("abc-1.2_3");
        assertThat(client.get("/nothing", "X-Request-Id", "of-an-error").header("X-Request-Id"))
                .isEqualTo("of-an-error");
        String made = client.get("/health").header("X-Request-Id");
        assertThat(made).isNotBlank().isNotEqualTo(client.get("/health").header("X-Request-Id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a\tb", "a%0d%0aSet-Cookie:x", "<script>", "é", "a;b", "a\u0080b", "${jndi:x}"})
    void hostileRequestIdIsReplaced(String id) {
        TestResponse answer =
                client.sendRaw("GET /health HTTP/1.1", "Host: x", "X-Request-Id: " + id, "Connection: close");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.hasHeadersOfEveryAnswer().header("X-Request-Id")).hasSize(36);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\u0001b", "a\u001b[31m", "a\u0000", "a\r\n b", "a\rSet-Cookie: x=1", "a\nSet-Cookie: x=1"})
    void controlCharactersOfARequestIdNeverComeBack(String id) {
        TestResponse answer =
                client.sendRaw("GET /health HTTP/1.1", "Host: x", "X-Request-Id: " + id, "Connection: close");

        assertThat(answer.hasHeadersOfEveryAnswer().header("X-Request-Id")).hasSize(36);
        assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
    }

    @Test
    void longRequestIdIsReplaced() {
        assertThat(client.get("/health", "X-Request-Id", "x".repeat(128)).header("X-Request-Id"))
                .hasSize(128);
        assertThat(client.get("/health", "X-Request-Id", "x".repeat(200)).header("X-Request-Id"))
                .hasSize(36);
    }

    @Test
    void requestIdReachesTheLogOfWorkOnAnotherThread() {
        assertThat(client.get("/analytics/later", "X-Request-Id", "r1").body()).contains("\"request_id\":\"r1\"");
        assertThat(client.get("/analytics/later", "X-Request-Id", "r2").body()).contains("\"request_id\":\"r2\"");
    }

    @Test
    void failureIsLoggedUnderTheIdOfItsRequestAndNothingAfterIt(CapturedOutput output) {
        client.get("/sessions/a/fails-later", "X-Request-Id", "failed-1").isAnyError(500);
        client.get("/sessions/a/fails", "X-Request-Id", "failed-2").isAnyError(500);
        client.get("/sessions/b/fails").isAnyError(500);

        assertThat(output.getErr().lines().filter(line -> line.contains("GET /sessions/")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("[failed-1]", "GET /sessions/a/fails-later failed"),
                        line -> assertThat(line).contains("[failed-2]", "GET /sessions/a/fails failed"),
                        line -> assertThat(line).doesNotContain("[failed-").contains("GET /sessions/b/fails failed"));
    }

    @Test
    void handlersThatWaitDoNotRunOnTheEventLoop() {
        assertThat(client.get("/analytics").body()).contains("\"thread\":\"blocking-");
    }

    private TestResponse preflight(String path, String method, String headers) {
        return client.send(
                "OPTIONS",
                path,
                null,
                "Origin",
                ORIGIN,
                "Access-Control-Request-Method",
                method,
                "Access-Control-Request-Headers",
                headers);
    }
}
