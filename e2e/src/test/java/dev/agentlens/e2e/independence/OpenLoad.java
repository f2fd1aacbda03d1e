/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.independence;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes and reads at fixed rates, whether or not the earlier ones got a response, without retries. Every other event
 * has no id, so that one that is applied twice counts twice.
 */
final class OpenLoad implements AutoCloseable {

    private static final int EVENTS_PER_BATCH = 10;
    private static final int EVENTS_PER_SESSION = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final Phaser underWay = new Phaser(1);
    private final Collection<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger answeredReads = new AtomicInteger();
    private final List<URI> ingest;
    private final List<URI> query;
    private final String name;
    private int begun;
    private int asked;
    private String readSession = "";

    /**
     * Addresses are asked in turn.
     *
     * @param name its sessions are NAME-0, NAME-1, ...
     */
    OpenLoad(List<URI> ingest, List<URI> query, String name) {
        this.ingest = ingest;
        this.query = query;
        this.name = name;
    }

    OpenLoad writing(int eventsPerSecond) {
        timer.scheduleAtFixedRate(
                this::write, 0, 1_000_000L * EVENTS_PER_BATCH / eventsPerSecond, TimeUnit.MICROSECONDS);
        return this;
    }

    /** @param session that is there */
    OpenLoad reading(int requestsPerSecond, String session) {
        readSession = session;
        timer.scheduleAtFixedRate(this::read, 0, 1_000_000L / requestsPerSecond, TimeUnit.MICROSECONDS);
        return this;
    }

    /** One line for each request that had no response, or another one than 200. */
    Collection<String> failures() {
        return failures;
    }

    /** Acknowledged events. */
    int written() {
        return written.get();
    }

    int answeredReads() {
        return answeredReads.get();
    }

    /** Returns when every request that was started has its response. */
    @Override
    public void close() throws InterruptedException {
        timer.shutdown();
        timer.awaitTermination(10, TimeUnit.SECONDS);
        underWay.arriveAndAwaitAdvance();
    }

    private synchronized void write() {
        StringBuilder body = new StringBuilder("{\"events\":[");
        for (int i = 0; i < EVENTS_PER_BATCH; i++) {
            body.append(i == 0 ? "" : ",").append(event(begun++));
        }
        HttpRequest request = HttpRequest.newBuilder(
                        ingest.get(begun / EVENTS_PER_BATCH % ingest.size()).resolve("/events"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.append("]}").toString()))
                .build();
        send(request, () -> written.addAndGet(EVENTS_PER_BATCH));
    }

    private synchronized void read() {
        String session = "/sessions/" + readSession;
        List<String> paths = List.of("/sessions?limit=20", session, "/analytics", session + "/explain");
        int turn = asked++;
        URI address = query.get(turn / paths.size() % query.size());
        HttpRequest request = HttpRequest.newBuilder(address.resolve(paths.get(turn % paths.size())))
                .timeout(TIMEOUT)
                .build();
        send(request, answeredReads::incrementAndGet);
    }

    private void send(HttpRequest request, Runnable whenAnswered) {
        underWay.register();
        http.sendAsync(request, BodyHandlers.ofString()).whenComplete((answer, failure) -> {
            if (failure != null) {
                failures.add(request.method() + " " + request.uri().getPath() + ": " + failure);
            } else if (answer.statusCode() != 200) {
                failures.add(request.method() + " " + request.uri().getPath() + ": " + answer.statusCode() + " "
                        + answer.body());
            } else {
                whenAnswered.run();
            }
            underWay.arriveAndDeregister();
        });
    }

    private String event(int n) {
        return String.format(
                Locale.ROOT,
                "{\"session_id\":\"%s-%d\",\"event_type\":\"llm_call\",\"model\":\"m\",\"tokens_in\":1%s}",
                name,
                n / EVENTS_PER_SESSION,
                n % 2 == 0 ? "" : ",\"event_id\":\"e" + n + "\"");
    }
}
