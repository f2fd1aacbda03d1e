/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/**
 * A client that asks for ten times of what can be served, beside one that behaves, with budgets: the other's 99th
 * percentile at most doubles. Figures are in docs/security.md.
 */
@TestPropertySource(
        properties = {
            "agentlens.trust-proxy=1",
            "agentlens.rate-limit.events=2000",
            "agentlens.rate-limit.sessions=2000",
            "agentlens.rate-limit.analytics=2000",
            "agentlens.rate-limit.window=10m"
        })
@DirtiesContext
class FloodIT extends RunningStandalone {

    private static final int STEPS = 100;

    @LocalServerPort
    private int port;

    @Test
    void oneThatBehavesDoesNotNoticeOneThatAsksForTenTimesOfWhatCanBeServed() throws InterruptedException {
        String path = "/sessions/" + longSession() + "/explain";
        WellBehavedClient behaving = new WellBehavedClient(api);
        Duration before = behaving.p99();
        double capacity = spendTheBudget("203.0.113.1", path);

        try (Flood flood = new Flood(port, "203.0.113.1", path, 10 * capacity)) {
            long begun = System.nanoTime();
            Duration during = behaving.p99();
            double refused = flood.refused() / seconds(begun);

            System.out.printf(
                    "A flood of %.0f requests/s, %.1f times of what can be served: p99 %.1f ms before, %.1f ms during%n",
                    refused, refused / capacity, before.toNanos() / 1e6, during.toNanos() / 1e6);
            assertThat(flood.served()).isZero();
            assertThat(during).isLessThan(WellBehavedClient.limit(before));
        }
    }

    /** Requests a second that are served as long as there is a budget. */
    private double spendTheBudget(String client, String path) throws InterruptedException {
        try (Flood flood = Flood.unbounded(port, client, path)) {
            long begun = System.nanoTime();
            await().atMost(120, SECONDS).until(() -> flood.refused() > 0);
            return flood.served() / seconds(begun);
        }
    }

    private String longSession() {
        String session = Api.newSession("long");
        api.accept(IntStream.range(0, STEPS)
                .mapToObj(n -> Map.of(
                        "session_id", session, "event_type", "llm_call", "input_data", Map.of("prompt", "Step " + n)))
                .toList());
        return session;
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
