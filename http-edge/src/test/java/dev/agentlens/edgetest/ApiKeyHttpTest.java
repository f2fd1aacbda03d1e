/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edgetest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The edge with keys, limits and origins set. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=classpath:agentlens-edge.yml",
            "CORS_ORIGINS=https://a.example, https://b.example, https://*.c.example",
            "agentlens.api-key=new-key, old-key",
            "agentlens.rate-limit.events=3",
            "agentlens.rate-limit.analytics=0",
            "agentlens.trust-proxy=1",
            "management.server.port=0"
        })
class ApiKeyHttpTest {

    private static final String UNAUTHORIZED = "Unauthorized: invalid or missing API key";

    @LocalServerPort
    private int port;

    private Client client;

    @BeforeEach
    void newClient() {
        client = new Client(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"new-key", "old-key"})
    void eachOfSeveralKeysIsValid(String key) {
        assertThat(client.get("/sessions/a", "X-API-Key", key).status()).isEqualTo(200);
        assertThat(client.post("/events", "{}", "X-API-Key", key).status()).isEqualTo(200);
        assertThat(client.get("/analytics", "X-API-Key", key).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer new-key", "bearer old-key", "Basic Om9sZC1rZXk=", "Basic cGstbGYtMTpuZXcta2V5"})
    void keyMayBeInAuthorization(String authorization) {
        assertThat(client.get("/sessions/a", "Authorization", authorization).status())
                .isEqualTo(200);
    }

    @Test
    void oneValidKeyIsEnough() {
        assertThat(client.get("/sessions/a", "X-API-Key", "default", "Authorization", "Bearer new-key")
                        .status())
                .isEqualTo(200);
        client.get("/sessions/a", "X-API-Key", "default", "Authorization", "Bearer wrong")
                .isError(401, UNAUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "default", "new-ke", "new-key2", "NEW-KEY", "new-key, old-key", "new-key,old-key", ","})
    void anythingElseIsNoKey(String key) {
        assertThat(client.get("/sessions/a", "X-API-Key", key)
                        .isError(401, UNAUTHORIZED)
                        .body())
                .isEqualTo("{\"error\":\"" + UNAUTHORIZED + "\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /sessions",
        "GET, /sessions/a",
        "GET, /%73essions/a",
        "GET, /sessions;x=y/a",
        "GET, /sessions/a/fails",
        "GET, /sessions/a/nothing",
        "DELETE, /sessions/a",
        "GET, /analytics",
        "GET, /analytics/nothing",
        "GET, /events"
    })
    void everyApiRouteNeedsTheKeyWhateverStandsBehindIt(String method, String path) {
        client.send(method, path, null).isError(401, UNAUTHORIZED);
    }

    @Test
    void keyIsCheckedBeforeTheBodyIsLookedAt() {
        client.post("/events", "{malformed").isError(401, UNAUTHORIZED);
        client.send("POST", "/events", "x", "Content-Type", "text/plain").isError(401, UNAUTHORIZED);
        // Of a body of 1 GB not one byte is waited for.
        client.sendRaw(
                        "POST /events HTTP/1.1",
                        "Host: x",
                        "Content-Type: application/json",
                        "Content-Length: 1000000000",
                        "Connection: close")
                .isError(401, UNAUTHORIZED);
    }

    @Test
    void healthAndUnknownRoutesAreOpen() {
        assertThat(client.get("/health").status()).isEqualTo(200);
        client.get("/nothing").isAnyError(404);
    }

    @Test
    void wrongKeyCostsBudgetAndIsRefusedForIt() {
        client.post("/events", "{}").isError(401, UNAUTHORIZED).hasBudget(3, 2);
        client.post("/events", "{}", "X-API-Key", "guess")
                .isError(401, UNAUTHORIZED)
                .hasBudget(3, 1);
        assertThat(client.post("/events", "{}", "X-API-Key", "new-key")
                        .hasBudget(3, 0)
                        .status())
                .isEqualTo(200);

        client.post("/events", "{}", "X-API-Key", "guess")
                .isError(429, "Too many ingestion requests, please try again later")
                .hasBudget(3, 0);
        client.post("/events", "{}", "X-API-Key", "new-key").isAnyError(429).hasBudget(3, 0);
    }

    @Test
    void zeroTurnsALimitOff() {
        for (int i = 0; i < 150; i++) {
            assertThat(client.get("/analytics", "X-API-Key", "new-key")
                            .hasNoBudget()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void preflightNeedsNoKey() {
        TestResponse answer = preflight("https://b.example").hasNoBudget();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://b.example");
        assertThat(answer.headers().allValues("Vary")).anyMatch(vary -> vary.contains("Origin"));
    }

    @Test
    void wildcardAllowsSubdomainsOnly() {
        assertThat(preflight("https://app.c.example").header("Access-Control-Allow-Origin"))
                .isEqualTo("https://app.c.example");
    }

    @Test
    void unreadableRequestsOfListedOriginsMayBeReadToo() {
        for (String line : List.of("GET /sessions/%zz HTTP/1.1", "POST /events HTTP/1.1")) {
            String bad = line.startsWith("POST") ? "Bad Name: x" : "Connection: close";
            TestResponse listed = client.sendRaw(line, "Host: x", "Origin: https://app.c.example", bad);
            assertThat(listed.isAnyError(400).header("Access-Control-Allow-Origin"))
                    .isEqualTo("https://app.c.example");
            assertThat(listed.header("Access-Control-Expose-Headers")).contains("Retry-After");

            TestResponse other = client.sendRaw(line, "Host: x", "Origin: https://d.example", bad);
            assertThat(other.isAnyError(400).headers().map()).doesNotContainKey("access-control-allow-origin");
            assertThat(other.header("Vary")).isEqualTo("Origin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://c.example", "http://a.example", "https://a.example.evil", "null"})
    void otherOriginsGetNoPermission(String origin) {
        TestResponse refused = preflight(origin).isAnyError(403).hasNoBudget();
        assertThat(refused.headers().map()).doesNotContainKey("access-control-allow-origin");

        TestResponse served = client.get("/sessions/a", "X-API-Key", "new-key", "Origin", origin);
        assertThat(served.status()).isEqualTo(200);
        assertThat(served.headers().map()).doesNotContainKey("access-control-allow-origin");
        assertThat(served.headers().allValues("Vary")).anyMatch(vary -> vary.contains("Origin"));
    }

    @Test
    void listedOriginMayReadErrorsToo() {
        for (TestResponse answer : new TestResponse[] {
            client.post("/events", "{}", "Origin", "https://a.example").isAnyError(401),
            client.get("/nothing", "Origin", "https://a.example").isAnyError(404),
            client.post("/events", "{}", "Origin", "https://a.example").isAnyError(401),
            client.post("/events", "{}", "Origin", "https://a.example").isAnyError(401),
            client.post("/events", "{}", "Origin", "https://a.example").isAnyError(429)
        }) {
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://a.example");
            assertThat(answer.header("Access-Control-Expose-Headers")).contains("Retry-After");
        }
    }

    private TestResponse preflight(String origin) {
        return client.send("OPTIONS", "/events", null, "Origin", origin, "Access-Control-Request-Method", "POST");
    }
}
