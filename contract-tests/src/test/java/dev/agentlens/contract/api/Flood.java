/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * One client that asks for the same thing over two connections, whatever the responses, until it is closed. It sends
 * several requests at once, so that it takes less of the processors, which it shares with the server.
 */
final class Flood implements AutoCloseable {

    private static final int CONNECTIONS = 2;
    private static final int AT_ONCE = 16;
    private static final int TOO_MANY_REQUESTS = 429;

    private final int port;
    private final byte[] requests;
    private final long pauseNanos;
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final List<Thread> threads;

    /**
     * @param client the address that its proxy has seen
     * @param perSecond of all connections together; fewer where the server is slower
     */
    Flood(int port, String client, String path, double perSecond) {
        this.port = port;
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + client + "\r\n\r\n";
        requests = request.repeat(AT_ONCE).getBytes(ISO_8859_1);
        pauseNanos = (long) (CONNECTIONS * AT_ONCE * 1e9 / perSecond);
        threads = IntStream.range(0, CONNECTIONS)
                .mapToObj(n -> new Thread(this::ask, "flood-" + n))
                .toList();
        threads.forEach(Thread::start);
    }

    /** As fast as the responses arrive. */
    static Flood unbounded(int port, String client, String path) {
        return new Flood(port, client, path, Double.POSITIVE_INFINITY);
    }

    /** Requests whose response was not 429. */
    long served() {
        return served.get();
    }

    /** Requests whose response was 429. */
    long refused() {
        return refused.get();
    }

    private void ask() {
        try (RawConnection connection = new RawConnection(port)) {
            for (long due = System.nanoTime(); !Thread.currentThread().isInterrupted(); due += pauseNanos) {
                LockSupport.parkNanos(due - System.nanoTime());
                connection.send(requests);
                for (int n = 0; n < AT_ONCE; n++) {
                    int status = connection.receive().status();
                    (status == TOO_MANY_REQUESTS ? refused : served).incrementAndGet();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        threads.forEach(Thread::interrupt);
        for (Thread each : threads) {
            each.join();
        }
    }
}
