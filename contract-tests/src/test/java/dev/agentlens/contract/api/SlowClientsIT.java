/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

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
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Clients that stop in the middle of a request or a response, beside one that behaves: its 99th percentile at most
 * doubles. Beside one that floods, with no budgets, it is served all the while.
 *
 * <p>{@code -Dslow.clients=5000} has as many of them, as {@code -Pcampaign} does; figures are in docs/security.md.
 */
class SlowClientsIT extends RunningStandalone {

    private static final int CLIENTS = Integer.getInteger("slow.clients", 100);

    private static final int PATIENCE_MS = 30_000;

    /** Without budgets a flood has its share of the processors. */
    private static final Duration LONGEST_BESIDE_A_FLOOD = Duration.ofSeconds(2);

    @LocalServerPort
    private int port;

    private enum Kind {
        /** Stop in the middle of a header. */
        HEADERS(false, n -> "GET /sessions HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + n),
        /** Stop in the middle of the body. */
        BODY(
                false,
                n ->
                        "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n"
                                + "\r\n{\"events\":[{\"session_id\":\"slow-" + n),
        /** Ask for many events and read nothing. */
        READING(true, n -> "GET /sessions/slow-reading/export?format=ndjson HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        /** Ask for long values and read nothing. */
        READING_LARGE(true, n -> "GET /sessions/slow-reading-large HTTP/1.1\r\nHost: localhost\r\n\r\n");

        private final boolean answered;
        private final IntFunction<String> request;

        Kind(boolean answered, IntFunction<String> request) {
            this.answered = answered;
            this.request = request;
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void oneThatBehavesDoesNotNoticeThoseThatStopInTheMiddle(Kind kind) throws IOException {
        WellBehavedClient behaving = new WellBehavedClient(api);
        Duration before = behaving.p99();
        List<SocketChannel> slow = new ArrayList<>();
        try {
            for (int n = 0; n < CLIENTS; n++) {
                slow.add(begin(kind.request.apply(n)));
            }
            if (kind.answered) {
                awaitFirstBytes(slow);
            }
            Duration during = behaving.p99();

            System.out.printf(
                    "%d slow clients (%s): p99 %.1f ms before, %.1f ms during%n",
                    CLIENTS, kind, ms(before), ms(during));
            assertThat(during).isLessThan(WellBehavedClient.limit(before));
        } finally {
            for (SocketChannel each : slow) {
                each.close();
            }
        }
    }

    @Test
    void oneThatBehavesIsServedBesideOneThatFloods() throws InterruptedException {
        WellBehavedClient behaving = new WellBehavedClient(api);
        Duration before = behaving.p99();
        try (Flood flood = Flood.unbounded(port, "203.0.113.1", "/sessions?limit=200")) {
            Duration during = behaving.p99();

            System.out.printf("A flood: p99 %.1f ms before, %.1f ms during%n", ms(before), ms(during));
            assertThat(flood.served()).isPositive();
            assertThat(during).isLessThan(LONGEST_BESIDE_A_FLOOD);
        }
    }

    /** Of 20 MB each, more than all buffers between server and client hold. */
    @BeforeEach
    void writeLongSessions() {
        writeOnce("slow-reading", 40, 500, 1_000);
        writeOnce("slow-reading-large", 5, 10, 400_000);
    }

    private void writeOnce(String session, int batches, int events, int characters) {
        if (api.get("/sessions/" + session + "?event_limit=1").status() == 200) {
            return;
        }
        String text = "x".repeat(characters);
        for (int batch = 0; batch < batches; batch++) {
            String prefix = batch + "-";
            api.accept(IntStream.range(0, events)
                    .mapToObj(n ->
                            Map.of("session_id", session, "event_id", prefix + n, "input_data", Map.of("prompt", text)))
                    .toList());
        }
    }

    /** Until then they are so many clients that ask at once. */
    private static void awaitFirstBytes(List<SocketChannel> clients) throws IOException {
        for (SocketChannel client : clients) {
            client.socket().setSoTimeout(PATIENCE_MS);
            assertThat(client.socket().getInputStream().read()).isEqualTo('H');
        }
    }

    private SocketChannel begin(String request) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
        return channel;
    }

    private static double ms(Duration time) {
        return time.toNanos() / 1e6;
    }
}
