/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.ingest;

import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.load.EventRequests;
import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.load.HttpLoad;
import dev.agentlens.benchmarks.load.LoadResult;
import dev.agentlens.benchmarks.load.Pace;
import dev.agentlens.benchmarks.report.Line;
import dev.agentlens.benchmarks.report.Target;
import dev.agentlens.benchmarks.system.Role;
import java.time.Duration;

/** One event at a time on a system that has nothing else to do. */
final class IdleSystem {

    private static final int REQUESTS_PER_SECOND = 50;
    private static final int CONNECTIONS = 4;

    private final Run run;
    private final EventStream events;

    IdleSystem(Run run, EventStream events) {
        this.run = run;
        this.events = events;
    }

    Line measure(String what, Role role, Target target) {
        Line.Rounds line = Line.rounds(what, "", target);
        // Interpreted code would be measured else: fifty requests a second compile nothing for minutes.
        heat(role);
        for (int round = 1; round <= run.rounds(); round++) {
            try (HttpLoad load = new HttpLoad(role.port(), CONNECTIONS, new EventRequests(events, 1))) {
                LoadResult result = load.run(
                                new Pace.Open(REQUESTS_PER_SECOND),
                                run.warmUp(),
                                run.measured().multipliedBy(2))
                        .requireAllAnswered();
                line.add(result.latency());
                run.announce(String.format(
                        "round %d, %s: p50 %.2f ms, p99 %.2f ms",
                        round, what, result.latency().p50(), result.latency().p99()));
            }
        }
        return line.line();
    }

    private void heat(Role role) {
        try (HttpLoad load = new HttpLoad(role.port(), CONNECTIONS, new EventRequests(events, 1))) {
            load.run(new Pace.Closed(), Duration.ZERO, run.warmUp().multipliedBy(4));
        }
    }
}
