/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.rebuild;

import dev.agentlens.e2e.cluster.Cluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Reads and writes at fixed rates, whether or not the responses to earlier ones are there. A read's time counts from the
 * moment it was due, so that a system that has stopped shows in every read that was due meanwhile.
 */
final class SteadyLoad implements AutoCloseable {

    private static final int WRITES_PER_SECOND = 10;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final List<URI> ingest;
    private final List<URI> query;
    private final Sessions sessions;
    private final Consumer<String> announce;
    private final Random random = new Random(5);
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger failedWrites = new AtomicInteger();
    private final AtomicInteger written = new AtomicInteger();
    private volatile Latencies reads = new Latencies();

    SteadyLoad(Cluster cluster, Sessions sessions, Consumer<String> announce) {
        ingest = cluster.ingestAddresses();
        query = Cluster.QUERY.stream().map(cluster::queryAddress).toList();
        this.sessions = sessions;
        this.announce = announce;
    }

    void start(int eventsPerSecond, int readsPerSecond) {
        timer.scheduleAtFixedRate(
                () -> write(eventsPerSecond / WRITES_PER_SECOND), 0, 1_000 / WRITES_PER_SECOND, TimeUnit.MILLISECONDS);
        timer.scheduleAtFixedRate(this::read, 0, 1_000_000 / readsPerSecond, TimeUnit.MICROSECONDS);
    }

    /** Reads from here on are counted in {@code latencies}. */
    void countIn(Latencies latencies) {
        reads = latencies;
    }

    int failedWrites() {
        return failedWrites.get();
    }

    int written() {
        return written.get();
    }

    /** Sends everything that was loaded before the load began; returns when it is acknowledged. */
    void fill(long events, int threads) {
        List<Thread> senders = java.util.stream.IntStream.range(0, threads)
                .mapToObj(n -> new Thread(() -> {
                    while (sessions.written() < events) {
                        send(sessions.batch(1_000));
                    }
                }))
                .toList();
        senders.forEach(Thread::start);
        senders.forEach(SteadyLoad::join);
    }

    private void write(int events) {
        String batch = sessions.batch(events);
        http.sendAsync(post(batch), BodyHandlers.discarding()).whenComplete((answer, failure) -> {
            if (failure != null || answer.statusCode() != 200) {
                failedWrites.incrementAndGet();
                announce.accept("A write failed: " + (failure != null ? failure : answer.statusCode()));
            } else {
                written.addAndGet(events);
            }
        });
    }

    private void read() {
        long due = System.nanoTime();
        Latencies countedIn = reads;
        String path = path();
        HttpRequest request = HttpRequest.newBuilder(next(query).resolve(path))
                .timeout(TIMEOUT)
                .build();
        http.sendAsync(request, BodyHandlers.ofByteArray()).whenComplete((answer, failure) -> {
            countedIn.add(System.nanoTime() - due);
            if (failure != null || answer.statusCode() != 200) {
                countedIn.failed();
                announce.accept("GET " + path + " failed: " + (failure != null ? failure : answer.statusCode()));
            }
        });
    }

    private synchronized String path() {
        return switch (random.nextInt(10)) {
            case 0 -> "/analytics";
            case 1 -> "/sessions/" + sessions.any(random) + "/explain";
            case 2, 3, 4, 5 -> "/sessions?limit=50";
            default -> "/sessions/" + sessions.any(random);
        };
    }

    private void send(String batch) {
        while (true) {
            try {
                if (http.send(post(batch), BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Sent again: the events have ids.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted", e);
            }
        }
    }

    private HttpRequest post(String batch) {
        return HttpRequest.newBuilder(next(ingest).resolve("/events"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(batch))
                .build();
    }

    private URI next(List<URI> addresses) {
        return addresses.get(Math.floorMod(turn.getAndIncrement(), addresses.size()));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** Returns when nothing is under way any more. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
