/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.query.QueryClient.Response;
import dev.agentlens.query.cache.ReadCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Reads of a process that reports its changes of the tables; here, a test reports them. */
class CachedReadsIT extends QueryITBase {

    private static final String COMPARISON = "{\"session_a\":\"s\",\"session_b\":\"other\"}";

    @Autowired
    private ReadCache cache;

    @BeforeEach
    void projectTwoSessions() {
        cache.setCapacity(1024 * 1024);
        cache.changed();
        EVENTS.project(
                step("s", "1", "2026-02-14T10:30:00Z"),
                step("s", "2", "2026-02-14T10:30:01Z"),
                step("other", "1", "2026-02-14T10:30:02Z"));
    }

    @AfterEach
    void switchOff() {
        cache.setCapacity(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sessions",
                "/analytics",
                "/sessions?status=active",
                "/sessions?limit=1&offset=1",
                "/sessions/s",
                "/sessions/s?event_limit=1",
                "/sessions/s/explain",
                "/sessions/s/events",
                "/sessions/s/events?limit=1&type=llm_call&q=hello",
                "/sessions/s/conversation",
                "/sessions/s/conversation?limit=1",
                "/sessions/s/export?format=csv",
                "/sessions/s/export?format=ndjson"
            })
    void sameReadIsSentAgainUntilAChangeIsReported(String path) {
        Response first = client.get(path);
        change();

        Response again = client.get(path);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().map().keySet())
                .isEqualTo(first.headers().map().keySet());
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(again.header("Content-Disposition")).isEqualTo(first.header("Content-Disposition"));

        cache.changed("s");
        String changed = client.get(path).body();
        assertThat(changed).isNotEqualTo(first.body());
        cache.setCapacity(0);
        assertThat(client.get(path).body()).isEqualTo(changed);
    }

    @Test
    void comparisonIsOfWhatIsKeptUntilAChangeOfEitherIsReported() {
        assertThat(eventsOfS()).isEqualTo(2);
        change();

        assertThat(eventsOfS()).isEqualTo(2);
        cache.changed("s");
        assertThat(eventsOfS()).isEqualTo(3);
    }

    @Test
    void readThatNamesAPositionAsksTheTables() {
        assertThat(events(client.get("/sessions/s"))).isEqualTo(2);
        change();

        String position = EVENTS.positionAfter("s", 0);
        assertThat(events(client.get("/sessions/s", "AgentLens-After-Position", position)))
                .isEqualTo(3);
        assertThat(client.post("/sessions/compare", COMPARISON, "AgentLens-After-Position", position)
                        .json()
                        .at("/session_a/event_count")
                        .asInt())
                .isEqualTo(3);
        assertThat(events(client.get("/sessions/s"))).isEqualTo(2);
    }

    @Test
    void exportThatSaysWhenItWasMadeIsMadeEachTime() {
        client.get("/sessions/s/export");
        change();

        assertThat(client.get("/sessions/s/export").json().get("events")).hasSize(3);
    }

    @Test
    void sessionThatIsNotThereIsLookedForEachTime() {
        client.get("/sessions/new").isError(404, "Session not found");
        EVENTS.project(step("new", "1", "2026-02-14T10:30:00Z"));

        assertThat(events(client.get("/sessions/new"))).isEqualTo(1);
    }

    /** A change that is not reported to the cache. */
    private static void change() {
        EVENTS.project(event("s", "0", "llm_call", "2026-02-14T10:29:00Z", ",\"input_data\":\"hello\""));
    }

    private int eventsOfS() {
        return client.post("/sessions/compare", COMPARISON)
                .json()
                .at("/session_a/event_count")
                .asInt();
    }

    private static int events(Response detail) {
        return detail.json().get("total_events").asInt();
    }
}
