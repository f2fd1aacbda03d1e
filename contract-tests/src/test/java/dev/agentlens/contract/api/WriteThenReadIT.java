/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * A client that writes and then reads finds what it wrote, without any header of ours.
 *
 * <p>{@code -Dwrite.read.pairs=10000} makes as many pairs, as {@code -Pcampaign} does.
 */
class WriteThenReadIT extends RunningStandalone {

    private static final int ROUNDS = 100;
    private static final int THREADS = 4;
    private static final int PAIRS = Integer.getInteger("write.read.pairs", 500);

    @Test
    void everyReadSeesTheWriteBeforeIt() {
        new Writer(api).write(ROUNDS);
    }

    @Test
    void severalThreadsEachReadTheirOwnWrites() throws ExecutionException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                writers.add(threads.submit(() -> new Writer(api).write(ROUNDS / THREADS)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** One event and one read at a time, as a plain SDK does it. With two connections, each has a thread of its own in the server. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void readsEachSeeTheWriteBeforeThem(int connections) throws IOException, InterruptedException {
        HttpClient writer = http1();
        HttpClient reader = connections == 1 ? writer : http1();
        for (int pair = 0; pair < PAIRS; pair++) {
            String session = "pairs-" + connections + "-" + pair / 100;
            String batch = "{\"events\":[{\"session_id\":\"" + session + "\"}]}";
            HttpResponse<String> written = writer.send(
                    HttpRequest.newBuilder(url("/events"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(batch))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(written.statusCode()).isEqualTo(200);

            HttpResponse<String> read = reader.send(
                    HttpRequest.newBuilder(url("/sessions/" + session + "?event_limit=1"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(read.statusCode()).as("pair %d", pair).isEqualTo(200);
            assertThat(Json.read(read.body()).path("total_events").intValue())
                    .as("pair %d", pair)
                    .isEqualTo(pair % 100 + 1);
        }
    }

    private static HttpClient http1() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    /** Each writes events of a type, a model and a long session of its own, and a new session in each round. */
    private static final class Writer {

        private final Api api;
        private final String longSession = Api.newSession("write-read");
        private final String type = "type-" + longSession.substring(11, 30);
        private int events;

        Writer(Api api) {
            this.api = api;
        }

        void write(int rounds) {
            for (int round = 1; round <= rounds; round++) {
                String newSession = Api.newSession("write-read");
                api.accept(List.of(
                        event(newSession, "session_start"),
                        event(newSession, type),
                        event(newSession, "session_end"),
                        event(longSession, type)));
                events += 2;

                assertDetail(newSession, "completed", 1);
                assertDetail(longSession, "active", round);
                assertListed(newSession);
                assertCounted();
            }
        }

        private void assertDetail(String session, String status, int expectedEvents) {
            JsonNode detail = api.session(session);
            assertThat(detail.path("status").stringValue()).isEqualTo(status);
            assertThat(detail.path("total_tokens_in").intValue()).isEqualTo(expectedEvents);
            assertThat(detail.path("events")).hasSize(expectedEvents);
        }

        /** It is the newest but for those of other threads. */
        private void assertListed(String session) {
            assertThat(Json.elements(api.get("/sessions?limit=200&status=completed")
                            .json()
                            .path("sessions")))
                    .extracting(listed -> listed.path("session_id").stringValue())
                    .contains(session);
        }

        private void assertCounted() {
            JsonNode analytics = api.analytics();
            assertThat(counted(analytics.path("event_types"), "event_type", "count"))
                    .isEqualTo(events);
            assertThat(counted(analytics.path("model_usage"), "model", "call_count"))
                    .isEqualTo(events);
        }

        private int counted(JsonNode rows, String name, String figure) {
            return Json.elements(rows).stream()
                    .filter(row -> row.path(name).stringValue().equals(type))
                    .mapToInt(row -> row.path(figure).intValue())
                    .sum();
        }

        private Map<String, Object> event(String session, String eventType) {
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("session_id", session);
            event.put("event_type", eventType);
            if (eventType.equals(type)) {
                event.put("model", type);
                event.put("tokens_in", 1);
            }
            return event;
        }
    }
}
