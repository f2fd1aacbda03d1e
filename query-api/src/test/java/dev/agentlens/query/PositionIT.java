/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads that wait for what their client wrote. */
class PositionIT extends QueryITBase {

    private static final String AFTER = "AgentLens-After-Position";
    private static final String[] READS = {
        "/sessions", "/sessions/s", "/sessions/s/explain", "/sessions/s/export?format=csv", "/analytics"
    };
    private static final String COMPARED = "{\"session_a\":\"s\",\"session_b\":\"t\"}";

    @Test
    void everyReadRespondsAtOnceIfThePositionIsThere() {
        String position = EVENTS.positionAfter("s", 2);
        EVENTS.project(step("s", "e1", "2026-01-01T00:00:00Z"), step("s", "e2", "2026-01-01T00:00:01Z"));
        EVENTS.project(step("t", "e1", "2026-01-01T00:00:00Z"));

        for (String path : READS) {
            QueryClient.Response response = client.get(path, AFTER, position);
            assertThat(response.status()).as(path).isEqualTo(200);
            assertThat(response.body()).isEqualTo(client.get(path).body());
            assertThat(response.header("Preference-Applied")).isNull();
        }
        assertThat(client.post("/sessions/compare", COMPARED, AFTER, position).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sessions",
                "/sessions/s",
                "/sessions/s/explain",
                "/sessions/s/export",
                "/sessions/s/export?format=csv",
                "/analytics"
            })
    void readWaitsForWhatItsClientWrote(String path) {
        EVENTS.project(step("s", "e1", "2026-01-01T00:00:00Z"));
        String position = EVENTS.positionAfter("s", 1);
        CompletableFuture<QueryClient.Response> response = client.getLater(path, AFTER, position, "Prefer", "wait=60");
        assertStillWaiting(response);

        EVENTS.project(event("s", "e2", "came-late", "2026-01-01T00:00:01Z", ",\"tokens_in\":4242"));

        assertThat(response.join().status()).isEqualTo(200);
        assertThat(response.join().header("Preference-Applied")).isEqualTo("wait=60");
        assertThat(response.join().body()).contains("4242");
    }

    @Test
    void manyReadsWaitWithoutAThreadOrAConnectionForEach() {
        String position = EVENTS.positionAfter("s", 1);
        List<CompletableFuture<QueryClient.Response>> responses = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            responses.add(client.getLater("/sessions/s", AFTER, position, "Prefer", "wait=60"));
        }
        assertStillWaiting(responses.get(39));

        // There are 16 connections, and on an older JVM 32 threads.
        assertThat(client.get("/sessions").status()).isEqualTo(200);
        EVENTS.project(step("s", "e1", "2026-01-01T00:00:00Z"));

        assertThat(responses)
                .allSatisfy(response -> assertThat(
                                response.join().json().path("total_events").intValue())
                        .isEqualTo(1));
    }

    @Test
    void sessionThatIsWrittenMeanwhileIsFound() {
        CompletableFuture<QueryClient.Response> response =
                client.getLater("/sessions/new", AFTER, EVENTS.positionAfter("new", 1), "Prefer", "wait=60");
        assertStillWaiting(response);

        EVENTS.project(step("new", "e1", "2026-01-01T00:00:00Z"));

        assertThat(response.join().json().path("events")).hasSize(1);
    }

    @Test
    void positionThatIsThereDoesNotMakeASessionOfIt() {
        String position = EVENTS.positionAfter("s", 1);
        EVENTS.project(step("s", "e1", "2026-01-01T00:00:00Z"));

        client.get("/sessions/absent", AFTER, position).isError(404, "Session not found");
        client.get("/sessions/a%20b", AFTER, position).isError(400, "Invalid session ID format");
    }

    @Test
    void whatDoesNotComeInTimeIs503ThatSaysHowFarItIs() {
        EVENTS.project(step("s", "e1", "2026-01-01T00:00:00Z"));
        String position = EVENTS.positionAfter("s", 7);

        for (String path : READS) {
            QueryClient.Response response = client.get(path, AFTER, position, "Prefer", "wait=0")
                    .isError(
                            503,
                            "The read tables do not contain the position after 0 s: up to 7 records of the log are still"
                                    + " to be projected");
            assertThat(response.header("Retry-After")).isEqualTo("1");
            assertThat(response.header("Preference-Applied")).isEqualTo("wait=0");
        }
        client.post("/sessions/compare", COMPARED, AFTER, position, "Prefer", "wait=0")
                .isError(503, "The read tables do not contain the position");
        long looked = System.nanoTime();
        client.get("/sessions", AFTER, position, "Prefer", "wait=1")
                .isError(503, "The read tables do not contain the position after 1 s");
        assertThat(Duration.ofNanos(System.nanoTime() - looked)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void tablesThatDoNotKnowTheirLogOrThePartitionContainNothingOfIt() {
        client.get("/sessions", AFTER, EVENTS.positionAfter("s", 1), "Prefer", "wait=0")
                .isError(
                        503,
                        "The read tables do not contain the position after 0 s: no projector has begun to fill them");

        EVENTS.project(step("s", "e1", "2026-01-01T00:00:00Z"));

        String elsewhere = ProjectedEvents.token(ProjectedEvents.LOG, Map.of(ProjectedEvents.PARTITIONS, 1L));
        client.get("/sessions", AFTER, elsewhere, "Prefer", "wait=0")
                .isError(503, "The read tables do not contain the position after 0 s: up to 1 record");
    }

    @Test
    void severalPositionsMeanAllOfThem() {
        String first = EVENTS.positionAfter("s", 1);
        EVENTS.project(step("s", "e1", "2026-01-01T00:00:00Z"));
        String second = EVENTS.positionAfter("s", 1);

        assertThat(client.get("/sessions", AFTER, first, AFTER, first).status()).isEqualTo(200);
        client.get("/sessions", AFTER, first, AFTER, second, "Prefer", "wait=0")
                .isError(503, "The read tables do not contain the position");
        client.get("/sessions", AFTER, second + ", " + first, "Prefer", "wait=0")
                .isError(503, "The read tables do not contain the position");
    }

    @Test
    void damagedOrForgedPositionIs400WhetherThereAreTablesOrNot() {
        String position = EVENTS.positionAfter("s", 1);
        for (int i = 0; i < 2; i++) {
            for (String damaged : new String[] {
                "x", position.substring(1), position.substring(0, position.length() - 1), position + "A", position + "="
            }) {
                for (String path : READS) {
                    client.get(path, AFTER, damaged)
                            .isError(400, "The position in AgentLens-After-Position is damaged");
                }
                client.post("/sessions/compare", COMPARED, AFTER, damaged)
                        .isError(400, "The position in AgentLens-After-Position is damaged");
            }
            EVENTS.project(step("s", "e1", "2026-01-01T00:00:00Z"));
        }
        assertThat(client.get("/sessions", AFTER, position).status()).isEqualTo(200);
    }

    @Test
    void positionOfAnotherLogIs400() {
        EVENTS.project(step("s", "e1", "2026-01-01T00:00:00Z"));
        String unknown = ProjectedEvents.token("AnotherLogAltogether00", Map.of(0, 0L));

        for (String path : READS) {
            client.get(path, AFTER, unknown)
                    .isError(400, "The position in AgentLens-After-Position is of another log than the one read here");
        }
        client.get("/sessions", AFTER, EVENTS.positionAfter("s", 0) + "," + unknown)
                .isError(400, "The position in AgentLens-After-Position is of another log");
    }

    @Test
    void logThatIsReplacedWhileARequestWaitsIs400() {
        EVENTS.project(step("s", "e1", "2026-01-01T00:00:00Z"));
        CompletableFuture<QueryClient.Response> response =
                client.getLater("/sessions", AFTER, EVENTS.positionAfter("s", 1), "Prefer", "wait=60");
        assertStillWaiting(response);

        EVENTS.execute("update projection_source set topic_id = 'AnotherLogAltogether00'");

        response.join().isError(400, "The position in AgentLens-After-Position is of another log");
    }

    @Test
    void whatIsNotReadFromTheTablesDoesNotWait() {
        assertThat(client.get("/health", AFTER, "x").status()).isEqualTo(200);
        client.get("/nothing", AFTER, "x").isError(404, "No such route");
    }

    /** The request has reached the server and is among those that it looks at the tables for. */
    private static void assertStillWaiting(CompletableFuture<QueryClient.Response> response) {
        await().during(Duration.ofMillis(300)).until(() -> !response.isDone());
    }
}
