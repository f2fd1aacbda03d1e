/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a user's load does, for a few seconds: batches of several sizes, several requests at a time, and every read. */
final class TrainingLoad {

    private static final int CONNECTIONS = 8;
    private static final int SESSION_LENGTH = 100;
    private static final int[] BATCH_SIZES = {1, 10, 100};
    private static final int EVENTS_OF_EACH_SIZE = 800;
    private static final int ROUNDS_OF_READS = 20;
    private static final String TEXT = "The agent reads the passages, ranks them and drafts a response. ".repeat(4);
    private static final List<String> READS = List.of(
            "/health",
            "/sessions",
            "/sessions?limit=10&offset=20",
            "/sessions?status=error",
            "/analytics",
            "/sessions/%s",
            "/sessions/%s/explain",
            "/sessions/%s/events?q=draft",
            "/sessions/%s/conversation",
            "/sessions/%s/export",
            "/sessions/%s/export?format=csv");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private int events;

    TrainingLoad(String address) {
        this.address = address;
    }

    void run() throws IOException {
        for (int size : BATCH_SIZES) {
            for (int sent = 0; sent < EVENTS_OF_EACH_SIZE; sent += size * CONNECTIONS) {
                sendAll(IntStream.range(0, CONNECTIONS)
                        .mapToObj(connection -> batch(size))
                        .toList());
            }
        }
        for (int round = 0; round < ROUNDS_OF_READS; round++) {
            String session = session(round);
            List<HttpRequest> reads = new ArrayList<>();
            READS.forEach(path -> reads.add(request(path.formatted(session)).build()));
            reads.add(post(
                    "/sessions/compare",
                    "{\"session_a\":\"%s\",\"session_b\":\"%s\"}".formatted(session, session(round + 1))));
            sendAll(reads);
        }
    }

    private HttpRequest batch(int size) {
        return post(
                "/events",
                IntStream.range(0, size)
                        .mapToObj(i -> event(events++))
                        .collect(Collectors.joining(",", "{\"events\":[", "]}")));
    }

    private static String event(int n) {
        String own = n % 3 == 0
                ? "\"event_type\":\"tool_call\",\"tool_call\":{\"tool_name\":\"web_search\",\"tool_input\":{\"q\":\"%s\"}}"
                        .formatted(TEXT)
                : "\"event_type\":\"llm_call\",\"model\":\"gpt-4\"";
        return """
                {"event_id":"e%d","session_id":"%s","timestamp":"2026-03-01T10:00:00.%03dZ",%s,\
                "input_data":{"prompt":"%s"},"output_data":{"response":"%s"},"tokens_in":%d,"tokens_out":20,\
                "duration_ms":10.5,"decision_trace":{"step":%d,"reasoning":"%s"}}""".formatted(n, session(n / SESSION_LENGTH), n % 1_000, own, TEXT, TEXT, n % 500, n, TEXT);
    }

    private static String session(int n) {
        return "training-" + n;
    }

    private void sendAll(List<HttpRequest> requests) throws IOException {
        List<CompletableFuture<HttpResponse<Void>>> sent = requests.stream()
                .map(request -> http.sendAsync(request, BodyHandlers.discarding()))
                .toList();
        for (CompletableFuture<HttpResponse<Void>> response : sent) {
            if (response.join().statusCode() != 200) {
                throw new IOException(response.join() + " is not what training needs");
            }
        }
    }

    private HttpRequest post(String path, String json) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path));
    }
}
