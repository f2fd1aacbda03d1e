/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.ingest;

import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.load.EventRequests;
import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.load.HttpLoad;
import dev.agentlens.benchmarks.load.LoadResult;
import dev.agentlens.benchmarks.load.Pace;
import dev.agentlens.benchmarks.load.Profile;
import dev.agentlens.benchmarks.load.Requests;
import dev.agentlens.benchmarks.load.SpanEncoding;
import dev.agentlens.benchmarks.load.SpanRequests;
import dev.agentlens.benchmarks.report.Line;
import dev.agentlens.benchmarks.report.Target;
import dev.agentlens.benchmarks.system.Role;
import dev.agentlens.benchmarks.system.Servers;
import java.time.Duration;
import java.util.Locale;

/** Events a second that POST /v1/traces acknowledges, beside those of POST /events with as many of 1 KB in a request. */
final class OtlpThroughput {

    private static final int SPANS = 512;
    private static final int CONNECTIONS = 32;

    private final Run run;
    private final Servers servers;
    private final Role ingest;
    private final EventRequests events = new EventRequests(EventStream.of(Profile.ONE_KB, 0, 1), SPANS);

    OtlpThroughput(Run run, Servers servers, Role ingest) {
        this.run = run;
        this.servers = servers;
        this.ingest = ingest;
    }

    Line measure(SpanEncoding encoding) {
        SpanRequests spans = new SpanRequests(encoding, SPANS, 1);
        String name = String.format(
                Locale.ROOT,
                "OTLP %s, %d spans of %.0f bytes, %d connections; limit: POST /events",
                encoding.name().toLowerCase(Locale.ROOT),
                SPANS,
                spans.averageBytes(),
                CONNECTIONS);
        Line.Rounds line =
                Line.rounds(name, "events/s", Target.ratioAtLeast(encoding == SpanEncoding.PROTOBUF ? 0.8 : 0.6));
        load(events, run.warmUp().multipliedBy(2));
        load(spans, run.warmUp().multipliedBy(2));
        for (int round = 1; round <= run.rounds(); round++) {
            double limit = load(events, run.warmUp()).itemsPerSecond();
            LoadResult ours = load(spans, run.warmUp());
            line.add(limit, ours.itemsPerSecond());
            line.add(ours.latency());
            run.announce(
                    String.format("round %d, %s: %,.0f of %,.0f events/s", round, name, ours.itemsPerSecond(), limit));
            servers.kafka().empty(Servers.EVENTS_TOPIC);
        }
        return line.line();
    }

    private LoadResult load(Requests requests, Duration warmUp) {
        try (HttpLoad load = new HttpLoad(ingest.port(), CONNECTIONS, requests)) {
            return load.run(new Pace.Closed(), warmUp, run.measured()).requireAllAnswered();
        }
    }
}
