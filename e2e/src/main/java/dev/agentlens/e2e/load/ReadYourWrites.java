/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import dev.agentlens.e2e.json.Json;
import dev.agentlens.e2e.violation.Violations;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.JsonNode;

/**
 * Reads a batch back right after it was acknowledged, with its position. A response with 200 must hold all of it.
 */
public final class ReadYourWrites implements AutoCloseable {

    private static final int READERS = 32;
    /** Of a hundred acknowledged batches, how many are read back. */
    private static final int SHARE = 80;

    private final List<URI> addresses;
    private final Set<String> sharedSessions;
    private final Violations violations;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final ThreadPoolExecutor readers = new ThreadPoolExecutor(
            READERS,
            READERS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(READERS),
            work -> {
                Thread thread = new Thread(work, "read-your-writes");
                thread.setDaemon(true);
                return thread;
            },
            // While responses are slow, fewer batches are read back.
            new ThreadPoolExecutor.DiscardPolicy());
    private final LongAdder pairs = new LongAdder();
    private final LongAdder tooLate = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private final LongAdder millis = new LongAdder();

    /** @param addresses of the query-api instances */
    public ReadYourWrites(List<URI> addresses, List<String> sharedSessions, Violations violations) {
        this.addresses = addresses;
        this.sharedSessions = Set.copyOf(sharedSessions);
        this.violations = violations;
    }

    void written(Batch batch, String position) {
        if (ThreadLocalRandom.current().nextInt(100) < SHARE) {
            readers.execute(() -> readBack(batch, position));
        }
    }

    private void readBack(Batch batch, String position) {
        List<SentEvent> candidates = batch.events().stream()
                .filter(event -> event.acceptable() && !sharedSessions.contains(event.sessionId()))
                .toList();
        if (candidates.isEmpty()) {
            return;
        }
        String session = candidates
                .get(ThreadLocalRandom.current().nextInt(candidates.size()))
                .sessionId();
        Set<String> written = new TreeSet<>();
        for (SentEvent event : candidates) {
            if (event.sessionId().equals(session) && isOrdinary(event)) {
                written.add(event.ref());
            }
        }
        try {
            URI address = addresses.get(ThreadLocalRandom.current().nextInt(addresses.size()));
            HttpRequest request = HttpRequest.newBuilder(address.resolve("/sessions/" + session))
                    .timeout(Duration.ofSeconds(20))
                    .header("AgentLens-After-Position", position)
                    .header("Prefer", "wait=5")
                    .build();
            long begin = System.nanoTime();
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                millis.add((System.nanoTime() - begin) / 1_000_000);
            }
            check(session, written, response);
        } catch (IOException e) {
            unanswered.increment();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(String session, Set<String> written, HttpResponse<String> response) {
        if (response.statusCode() == 503) {
            tooLate.increment();
        } else if (response.statusCode() != 200) {
            violations.add(
                    "A write is read back with its position",
                    "session " + session + " with " + written,
                    response.statusCode() + " " + response.body());
        } else {
            pairs.increment();
            Set<String> missing = new HashSet<>(written);
            JsonNode events = Json.parse(response.body()).get("events");
            events.forEach(event -> missing.remove(ClientRefs.of(event)));
            if (!missing.isEmpty()) {
                violations.add(
                        "A write is read back with its position",
                        "session " + session + " with " + written,
                        "an answer without " + missing);
            }
        }
    }

    private static boolean isOrdinary(SentEvent event) {
        String type = Json.parse(event.json()).path("event_type").stringValue("");
        return !type.equals("session_start") && !type.equals("session_end");
    }

    /** Responded with 200. */
    public long pairs() {
        return pairs.sum();
    }

    /** How long a response with 200 took, in milliseconds on average. */
    public long averageMillis() {
        return pairs.sum() == 0 ? 0 : millis.sum() / pairs.sum();
    }

    /** Responses with 503: the tables did not reach the position in time, or were unavailable. */
    public long tooLate() {
        return tooLate.sum();
    }

    public long unanswered() {
        return unanswered.sum();
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }
}
