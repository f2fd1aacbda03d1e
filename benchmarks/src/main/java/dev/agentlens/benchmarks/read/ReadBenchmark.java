/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.read;

import dev.agentlens.benchmarks.Benchmark;
import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.load.GetRequests;
import dev.agentlens.benchmarks.load.HttpLoad;
import dev.agentlens.benchmarks.load.Pace;
import dev.agentlens.benchmarks.report.Latency;
import dev.agentlens.benchmarks.report.Line;
import dev.agentlens.benchmarks.report.Section;
import dev.agentlens.benchmarks.system.Api;
import dev.agentlens.benchmarks.system.Filling;
import dev.agentlens.benchmarks.system.Progress;
import dev.agentlens.benchmarks.system.Role;
import dev.agentlens.benchmarks.system.Servers;
import dev.agentlens.benchmarks.system.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./benchmarks/run read}. */
@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        description = "Tables to HTTP at two sizes of the database, open loop; beside the same rows on a plain"
                + " PostgreSQL connection.")
public final class ReadBenchmark extends Benchmark {

    private static final int CONNECTIONS = 16;
    private static final int SESSION_LENGTH = 20;
    private static final int LONG_SESSION_LENGTH = 100;
    private static final int LONG_SESSIONS = 200;

    /** At 50 requests a second the JIT compiler would still be at work while it is measured. */
    private static final int WARM_UP = 5;

    @Option(
            names = "--sizes",
            split = ",",
            description = "events in the database, ascending (default: 100000,500000; with --full 500000,5000000)")
    private List<Long> sizes = List.of();

    @Option(names = "--rate", description = "requests a second (default: ${DEFAULT-VALUE})")
    private int rate = 50;

    private long filled;

    @Override
    public Section measure(Run run) throws SQLException {
        List<Long> all = !sizes.isEmpty()
                ? sizes
                : run.quick()
                        ? List.of(30_000L, 40_000L)
                        : run.full() ? List.of(500_000L, 5_000_000L) : List.of(100_000L, 500_000L);
        EventStream events = run.events(SESSION_LENGTH, 4);
        EventStream longSessions = run.events(LONG_SESSION_LENGTH, 5);
        List<String> sessionIds = LongStream.range(0, LONG_SESSIONS)
                .mapToObj(longSessions::sessionId)
                .toList();
        List<Map<Read, Line>> found = new ArrayList<>();
        try (Servers servers = run.servers("read")) {
            @Nullable Role query = null;
            for (long size : all) {
                fill(servers, events, longSessions, size);
                run.announce(String.format("%,d events are in the tables", filled));
                if (query == null) {
                    query = servers.query();
                }
                found.add(measure(run, servers, query, new ReadData(new Api(query.port()), sessionIds), size));
            }
        }
        List<Line> lines = new ArrayList<>();
        found.forEach(lineOf -> lines.addAll(lineOf.values()));
        if (found.size() > 1) {
            Read.ALL.forEach(read -> growth(read, all, found, lines));
        }
        return new Section("read", "Read: tables to HTTP", settings(run), lines, List.of());
    }

    /** Up to {@code size} events, by way of the log and the projector. */
    private void fill(Servers servers, EventStream events, EventStream longSessions, long size) {
        try (Role ingest = servers.ingest(Map.of());
                Role projector = servers.projector(Map.of())) {
            if (filled == 0) {
                Api api = new Api(ingest.port());
                LongConversation.write(api, LongConversation.PLAIN);
                LongConversation.write(api, LongConversation.REPEATING);
                filled = Filling.fill(servers, ingest, longSessions, (long) LONG_SESSIONS * LONG_SESSION_LENGTH);
            }
            filled = Filling.fill(servers, ingest, events, size - filled);
            Progress.await(servers.database(), filled);
        }
        Sql.run(servers.database(), "vacuum analyze", "checkpoint");
    }

    private Map<Read, Line> measure(Run run, Servers servers, Role query, ReadData data, long size)
            throws SQLException {
        Map<Read, List<String>> paths = new LinkedHashMap<>();
        Read.ALL.forEach(read -> paths.put(read, read.paths().apply(data)));
        heat(run, query, paths.values());
        Map<Read, Line> lines = new LinkedHashMap<>();
        for (Map.Entry<Read, List<String>> each : paths.entrySet()) {
            Read read = each.getKey();
            String what = String.format("%s, %,d events", read.name(), size);
            Line.Rounds line = Line.rounds(what, "ms (p50)", read.target());
            try (PlainSql sql = new PlainSql(Sql.open(servers.database()), read.sql(), data.sessionIds());
                    HttpLoad load = new HttpLoad(query.port(), CONNECTIONS, new GetRequests(each.getValue()))) {
                sql.run(1_000, run.warmUp());
                for (int round = 1; round <= run.rounds(); round++) {
                    Latency limit = sql.run(rate, run.measured());
                    Latency ours = load.run(
                                    new Pace.Open(read.rate() == null ? rate : read.rate()),
                                    run.warmUp(),
                                    run.measured().multipliedBy(3))
                            .requireAllAnswered()
                            .latency();
                    if (read.sql().isEmpty()) {
                        line.add(ours.p50());
                    } else {
                        line.add(limit.p50(), ours.p50());
                    }
                    line.add(ours);
                    run.announce(String.format(
                            "round %d, %s: p50 %.2f ms, p99 %.2f ms", round, what, ours.p50(), ours.p99()));
                }
            }
            lines.put(read, line.line());
        }
        return lines;
    }

    /** The compilers' work is done before the first kind is measured. */
    private static void heat(Run run, Role query, Collection<List<String>> paths) {
        for (List<String> each : paths) {
            try (HttpLoad load = new HttpLoad(query.port(), CONNECTIONS, new GetRequests(each))) {
                load.run(new Pace.Closed(), Duration.ZERO, run.warmUp().multipliedBy(run.quick() ? 1 : WARM_UP));
            }
        }
    }

    private static void growth(Read read, List<Long> sizes, List<Map<Read, Line>> found, List<Line> lines) {
        Line small = found.get(0).get(read);
        Line great = found.get(found.size() - 1).get(read);
        if (read.growth() == null || small == null || great == null || small.ours() == null || great.ours() == null) {
            return;
        }
        lines.add(new Line(
                String.format(
                        "%s, %,d events; limit: its time at %,d",
                        read.name(), sizes.get(sizes.size() - 1), sizes.get(0)),
                "ms (p50)",
                small.ours(),
                great.ours(),
                great.ours() / small.ours(),
                null,
                read.growth()));
    }

    private Map<String, String> settings(Run run) {
        Map<String, String> settings = run.settings();
        settings.put(
                "database",
                "sessions of " + SESSION_LENGTH + " events, and " + LONG_SESSIONS + " of " + LONG_SESSION_LENGTH
                        + "; filled through ingest-api and projector, which are stopped then; vacuum analyze;"
                        + " shared_buffers 128 MB, the rest in the page cache");
        settings.put(
                "load",
                "open loop, " + rate + " requests/s, one kind of read at a time, "
                        + run.measured().multipliedBy(3).toSeconds() + " s a round");
        settings.put(
                "limit",
                "median time of the statements that fetch the same rows, prepared, on one connection, at the same"
                        + " rate");
        settings.put(
                "warm-up",
                run.warmUp().multipliedBy(WARM_UP).toSeconds()
                        + " s closed loop of each kind before the first of them, then "
                        + run.warmUp().toSeconds() + " s before each round");
        return settings;
    }
}
