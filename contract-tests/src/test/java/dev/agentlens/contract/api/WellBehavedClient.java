/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A client that keeps to the limits: one request after the other, reads and writes of a small session in turn. */
final class WellBehavedClient {

    /** Below this a difference is the machine's, not the attacker's: it has the tests of another module to run as well. */
    private static final Duration NOISE = Duration.ofMillis(Integer.getInteger("noise.ms", 1_000));

    private static final int REQUESTS = 200;

    private final Api api;
    private final String session = Api.newSession("behaves");

    WellBehavedClient(Api api) {
        this.api = api;
        write("e");
    }

    /** The 99th percentile of its responses' times, all of which must be 200. */
    Duration p99() {
        String[] paths = {
            "/sessions?limit=10", "/sessions/" + session, "/analytics", "/sessions/" + session + "/explain"
        };
        long[] nanos = new long[REQUESTS];
        for (int n = 0; n < REQUESTS; n++) {
            long begun = System.nanoTime();
            int status = n % 5 == 4 ? write("e" + n) : api.get(paths[n % 5]).status();
            nanos[n] = System.nanoTime() - begun;
            assertThat(status).isEqualTo(200);
        }
        Arrays.sort(nanos);
        return Duration.ofNanos(nanos[REQUESTS * 99 / 100]);
    }

    /** What its 99th percentile may be beside an attack. */
    static Duration limit(Duration before) {
        Duration twice = before.multipliedBy(2);
        return twice.compareTo(NOISE) > 0 ? twice : NOISE;
    }

    private int write(String eventId) {
        return api.post("/events", Map.of("events", List.of(Map.of("session_id", session, "event_id", eventId))))
                .status();
    }
}
