/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.freshness;

import dev.agentlens.benchmarks.Benchmark;
import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.load.EventRequests;
import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.load.HttpLoad;
import dev.agentlens.benchmarks.load.LoadResult;
import dev.agentlens.benchmarks.load.Pace;
import dev.agentlens.benchmarks.load.Response;
import dev.agentlens.benchmarks.report.Latency;
import dev.agentlens.benchmarks.report.Line;
import dev.agentlens.benchmarks.report.Section;
import dev.agentlens.benchmarks.report.Target;
import dev.agentlens.benchmarks.system.Filling;
import dev.agentlens.benchmarks.system.Progress;
import dev.agentlens.benchmarks.system.Role;
import dev.agentlens.benchmarks.system.Servers;
import dev.agentlens.benchmarks.system.Sql;
import dev.agentlens.common.position.PositionToken;
import dev.agentlens.e2e.cluster.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./benchmarks/run freshness}. */
@Command(
        name = "freshness",
        mixinStandardHelpOptions = true,
        description = "Acknowledged to visible, at half of the projector's peak, which is measured first.")
public final class FreshnessBenchmark extends Benchmark {

    private static final int CONNECTIONS = 32;
    private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(60);

    @Option(names = "--batch", description = "events in a request (default: ${DEFAULT-VALUE})")
    private int batch = 10;

    @Option(names = "--rate", description = "events a second (default: half of the peak)")
    private int rate;

    @Option(names = "--peak-events", description = "that the peak is measured with (default: ${DEFAULT-VALUE})")
    private long peakEvents = 200_000;

    @Override
    public Section measure(Run run) {
        EventStream events = run.events(0, 3);
        try (Servers servers = run.servers("freshness", run.projectorHeap())) {
            Role ingest = servers.ingest(Map.of());
            long filled = Filling.fill(servers, ingest, events, run.quick() ? 10_000 : peakEvents);
            CompletableFuture<Double> peak = Progress.rate(servers.database(), "agentlens", filled / 2, filled);
            servers.projector(Map.of());
            double atPeak = peak.join();
            double eventsPerSecond = rate > 0 ? rate : atPeak / 2;
            run.announce(String.format("peak %,.0f events/s; sending %,.0f", atPeak, eventsPerSecond));
            Line.Rounds visible = Line.rounds("acknowledged to visible", "", Target.latency(50, 250));
            Line.Rounds acknowledged = Line.rounds("due to acknowledged", "", null);
            Line.Rounds sent = Line.rounds("sent", "events/s", null);
            String topicId = Sql.text(servers.database(), "select topic_id from agentlens.projection_source");
            try (Visibility visibility = new Visibility(servers.database());
                    HttpLoad load = new HttpLoad(
                            ingest.port(),
                            CONNECTIONS,
                            new EventRequests(events, batch),
                            answer -> visibility.acknowledged(nextOffsets(answer, topicId)))) {
                for (int round = 1; round <= run.rounds(); round++) {
                    LoadResult result = steady(run, load, visibility, eventsPerSecond);
                    Latency latency = Latency.of(visibility.nanoseconds());
                    visible.add(latency);
                    acknowledged.add(result.latency());
                    sent.add(result.itemsPerSecond());
                    run.announce(
                            String.format("round %d: p50 %.1f ms, p99 %.1f ms", round, latency.p50(), latency.p99()));
                }
            }
            return new Section(
                    "freshness",
                    "Freshness: acknowledged to visible",
                    settings(run),
                    List.of(
                            Line.of("projector's peak, 2 threads", "events/s", atPeak, null),
                            sent.line(),
                            visible.line(),
                            acknowledged.line()),
                    List.of());
        }
    }

    private LoadResult steady(Run run, HttpLoad load, Visibility visibility, double eventsPerSecond) {
        Pace pace = new Pace.Open(eventsPerSecond / batch);
        load.run(pace, Duration.ZERO, run.warmUp().multipliedBy(2));
        visibility.reset();
        LoadResult result = load.run(pace, Duration.ZERO, run.measured().multipliedBy(4));
        Waiting.until("All visible", CATCH_UP_LIMIT, visibility::isAllVisible, () -> "the projector is behind");
        return result.requireAllAnswered();
    }

    private static Map<Integer, Long> nextOffsets(Response answer, String topicId) {
        String position = answer.header("AgentLens-Position");
        if (position == null) {
            throw new IllegalStateException("A response " + answer.status() + " without AgentLens-Position");
        }
        return new PositionToken(position).in(topicId).nextOffsets();
    }

    private Map<String, String> settings(Run run) {
        Map<String, String> settings = run.settings(run.projectorHeap());
        settings.put("roles", "ingest-api, projector with 2 threads, 12 partitions");
        settings.put(
                "load",
                "open loop at half of the peak, batches of " + batch + ", "
                        + run.measured().multipliedBy(4).toSeconds() + " s a round after "
                        + run.warmUp().multipliedBy(2).toSeconds() + " s of the same");
        settings.put("visible", "when a query of projection_offsets, asked every millisecond, says so");
        return settings;
    }
}
