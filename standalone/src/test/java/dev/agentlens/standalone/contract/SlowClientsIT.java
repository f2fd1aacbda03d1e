/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Clients that stop in mid-request or in mid-answer, beside one that behaves: its 99th percentile at most doubles. Beside one
 * that floods, with no budgets, it is served all the while.
 *
 * <p>{@code -Dslow.clients=5000} has as many of them; figures are in docs/security.md.
 */
class SlowClientsIT extends RunningStandalone {

    private static final int CLIENTS = Integer.getInteger("slow.clients", 300);
    private static final int REQUESTS = 600;

    /** Below this a difference is the machine's, not the attacker's. */
    private static final Duration NOISE = Duration.ofMillis(150);

    /** Without budgets a flood has its share of the processors. */
    private static final Duration LONGEST_BESIDE_A_FLOOD = Duration.ofSeconds(2);

    @LocalServerPort
    private int port;

    private enum Kind {
        /** Stop in the middle of a header. */
        HEADERS(n -> "GET /sessions HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + n),
        /** Stop in the middle of the body. */
        BODY(n ->
                "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n"
                        + "\r\n{\"events\":[{\"session_id\":\"slow-" + n),
        /** Ask for much and read nothing. */
        READING(n -> "GET /sessions/slow-reading/export?format=ndjson HTTP/1.1\r\nHost: localhost\r\n\r\n");

        private final IntFunction<String> request;

        Kind(IntFunction<String> request) {
            this.request = request;
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void oneThatBehavesDoesNotNoticeThoseThatStopInTheMiddle(Kind kind) throws IOException {
        String session = prepare();
        Duration before = p99(session);
        List<SocketChannel> slow = new ArrayList<>();
        try {
            for (int n = 0; n < CLIENTS; n++) {
                slow.add(begin(kind.request.apply(n)));
            }
            Duration during = p99(session);

            System.out.printf(
                    "%d slow clients (%s): p99 %.1f ms before, %.1f ms during%n",
                    CLIENTS, kind, ms(before), ms(during));
            assertThat(during).isLessThan(max(before.multipliedBy(2), NOISE));
        } finally {
            for (SocketChannel each : slow) {
                each.close();
            }
        }
    }

    @Test
    void oneThatBehavesIsServedBesideOneThatFloods() throws Exception {
        String session = prepare();
        Duration before = p99(session);
        List<Thread> flood =
                IntStream.range(0, 4).mapToObj(n -> new Thread(this::flood)).toList();
        flood.forEach(Thread::start);
        try {
            Duration during = p99(session);

            System.out.printf("A flood: p99 %.1f ms before, %.1f ms during%n", ms(before), ms(during));
            assertThat(during).isLessThan(LONGEST_BESIDE_A_FLOOD);
        } finally {
            flood.forEach(Thread::interrupt);
            for (Thread each : flood) {
                each.join();
            }
        }
    }

    /** As fast as it goes, what costs the server much more than the client. */
    private void flood() {
        byte[] request = ("POST /sessions/compare HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 2\r\n\r\n{}")
                .getBytes(ISO_8859_1);
        try (RawConnection connection = new RawConnection(port)) {
            while (!Thread.currentThread().isInterrupted()) {
                connection.exchange(request);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A long session for those who do not read, and one for the one that behaves, whose id is returned. */
    private String prepare() {
        if (api.get("/sessions/slow-reading").status() == 404) {
            String text = "x".repeat(400_000);
            for (int part = 0; part < 5; part++) {
                int from = part;
                api.post(
                        "/events",
                        Map.of(
                                "events",
                                IntStream.range(0, 10)
                                        .mapToObj(n -> Map.of(
                                                "session_id",
                                                "slow-reading",
                                                "event_id",
                                                from + "-" + n,
                                                "input_data",
                                                Map.of("prompt", text)))
                                        .toList()));
            }
        }
        String session = Api.newSession("behaves");
        api.post("/events", Map.of("events", List.of(Map.of("session_id", session, "event_id", "e"))));
        return session;
    }

    /** Of requests one after the other, all of which must be answered. */
    private Duration p99(String session) {
        String[] paths = {
            "/sessions?limit=10", "/sessions/" + session, "/analytics", "/sessions/" + session + "/explain"
        };
        long[] nanos = new long[REQUESTS];
        for (int n = 0; n < REQUESTS; n++) {
            long begun = System.nanoTime();
            int status = n % 5 == 4
                    ? api.post("/events", Map.of("events", List.of(Map.of("session_id", session, "event_id", "e" + n))))
                            .status()
                    : api.get(paths[n % 5]).status();
            nanos[n] = System.nanoTime() - begun;
            assertThat(status).isEqualTo(200);
        }
        Arrays.sort(nanos);
        return Duration.ofNanos(nanos[REQUESTS * 99 / 100]);
    }

    private SocketChannel begin(String request) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
        return channel;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static double ms(Duration time) {
        return time.toNanos() / 1e6;
    }
}
