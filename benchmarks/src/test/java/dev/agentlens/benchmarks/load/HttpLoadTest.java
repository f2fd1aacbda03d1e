/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLoadTest {

    private static final GetRequests ONE_PATH = new GetRequests(List.of("/"));

    private final AtomicInteger asked = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private volatile int refusals;
    private volatile Duration pause = Duration.ZERO;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void whatIsRefusedWhileFillingIsSentAgain() {
        refusals = 3;

        LoadResult result = run(new Pace.UpTo(10), 2, Duration.ofMinutes(1));

        assertThat(result.items()).isLessThanOrEqualTo(10);
        assertThat(result.statuses()).containsEntry(200, 10L).containsEntry(503, 3L);
        assertThat(asked).hasValue(13);
    }

    @Test
    void anOpenLoopSendsEverythingThatIsDueHoweverLate() {
        pause = Duration.ofMillis(20);

        // Twice what one connection can do: the second half of them is late.
        LoadResult result = run(new Pace.Open(100), 1, Duration.ofMillis(500));

        assertThat(result.latency().count()).isEqualTo(50);
        assertThat(result.latency().max()).isGreaterThan(200);
    }

    @Test
    void aClosedLoopWaitsForEachAnswer() {
        LoadResult result = run(new Pace.Closed(), 3, Duration.ofMillis(200));

        assertThat(result.items()).isPositive();
        assertThat(result.latency().count()).isEqualTo(asked.get()).isGreaterThanOrEqualTo(result.items());
        assertThat(result.requireAllAnswered()).isSameAs(result);
    }

    private LoadResult run(Pace pace, int connections, Duration duration) {
        try (HttpLoad load = new HttpLoad(server.getAddress().getPort(), connections, ONE_PATH)) {
            return load.run(pace, Duration.ZERO, duration);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] body = "hello".getBytes(US_ASCII);
        exchange.sendResponseHeaders(asked.incrementAndGet() <= refusals ? 503 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
