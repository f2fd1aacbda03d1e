/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edgetest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Keys with scopes beside one that may do everything. The hashed key is {@code secret}. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=classpath:agentlens-edge.yml",
            "agentlens.api-key=root",
            "agentlens.api-keys=fleet:ingest:fleet-key, wall:read:wall-key, both:ingest+read:both-key,"
                    + " ci:ingest:sha256=2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
            "management.server.port=0"
        })
class ScopedKeysHttpTest {

    private static final String NEEDS_READ =
            "Forbidden: this needs an API key with the scope read; the key sent has ingest";
    private static final String NEEDS_INGEST =
            "Forbidden: this needs an API key with the scope ingest; the key sent has read";

    @LocalServerPort
    private int port;

    private Client client;

    @BeforeEach
    void newClient() {
        client = new Client(port);
    }

    @Test
    void keyOfAFleetMaySendAndNotRead() {
        assertThat(post("fleet-key").status()).isEqualTo(200);
        get("/sessions/a", "fleet-key").isError(403, NEEDS_READ);
        get("/analytics", "fleet-key").isError(403, NEEDS_READ);
    }

    @Test
    void keyOfADashboardMayReadAndNotSend() {
        assertThat(get("/sessions/a", "wall-key").status()).isEqualTo(200);
        assertThat(get("/analytics", "wall-key").status()).isEqualTo(200);
        post("wall-key").isError(403, NEEDS_INGEST);
    }

    @Test
    void keysOfBothScopesAndOfEverythingMayDoBoth() {
        for (String key : new String[] {"both-key", "root"}) {
            assertThat(get("/sessions/a", key).status()).isEqualTo(200);
            assertThat(post(key).status()).isEqualTo(200);
        }
    }

    @Test
    void hashedKeyIsSentAsItIs() {
        assertThat(post("secret").status()).isEqualTo(200);
        get("/analytics", "secret").isError(403, NEEDS_READ);
        post("sha256=2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b")
                .isError(401, "Unauthorized: invalid or missing API key");
    }

    @Test
    void ofTwoKeysTheOneWithTheScopeCounts() {
        for (String path : new String[] {"/sessions/a", "/analytics"}) {
            assertThat(client.get(path, "X-API-Key", "fleet-key", "Authorization", "Bearer wall-key")
                            .status())
                    .isEqualTo(200);
            assertThat(client.get(path, "X-API-Key", "wall-key", "Authorization", "Bearer fleet-key")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void nameAndEntryAreNoKeys() {
        for (String key : new String[] {"fleet", "fleet:ingest:fleet-key", "ingest", ""}) {
            post(key).isError(401, "Unauthorized: invalid or missing API key");
        }
    }

    private TestResponse get(String path, String key) {
        return client.get(path, "X-API-Key", key);
    }

    private TestResponse post(String key) {
        return client.post("/events", "{}", "X-API-Key", key);
    }
}
