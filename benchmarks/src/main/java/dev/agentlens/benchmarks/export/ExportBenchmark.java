/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.export;

import dev.agentlens.benchmarks.Benchmark;
import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.load.GetRequests;
import dev.agentlens.benchmarks.load.HttpLoad;
import dev.agentlens.benchmarks.load.LoadResult;
import dev.agentlens.benchmarks.load.Pace;
import dev.agentlens.benchmarks.report.Line;
import dev.agentlens.benchmarks.report.Section;
import dev.agentlens.benchmarks.report.Target;
import dev.agentlens.benchmarks.system.Filling;
import dev.agentlens.benchmarks.system.GcLog;
import dev.agentlens.benchmarks.system.Memory;
import dev.agentlens.benchmarks.system.Progress;
import dev.agentlens.benchmarks.system.Role;
import dev.agentlens.benchmarks.system.Servers;
import dev.agentlens.benchmarks.system.Sql;
import dev.agentlens.e2e.cluster.Database;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./benchmarks/run export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description =
                "One long session as JSON, CSV and NDJSON; beside COPY ... TO STDOUT of its rows in the same order.")
public final class ExportBenchmark extends Benchmark {

    private static final List<String> FORMATS = List.of("json", "csv", "ndjson");
    private static final Duration LIMIT = Duration.ofMinutes(30);

    @Option(names = "--events", description = "of the session (default: 200000; with --full 1000000)")
    private long events;

    @Override
    public Section measure(Run run) throws SQLException, IOException {
        EventStream session = EventStream.ofOneSession(run.profile(), 6);
        long wanted = events > 0 ? events : run.quick() ? 5_000 : run.full() ? 1_000_000 : 200_000;
        try (Servers servers = run.servers("export")) {
            long filled;
            try (Role ingest = servers.ingest(Map.of());
                    Role projector = servers.projector(Map.of())) {
                filled = Filling.fill(servers, ingest, session, wanted);
                Progress.await(servers.database(), filled);
            }
            Sql.run(servers.database(), "vacuum analyze", "checkpoint");
            run.announce(String.format("a session of %,d events is in the tables", filled));
            Role query = servers.query();
            List<Line> lines = measure(run, servers.database(), query, session.sessionId(0), filled);
            return new Section("export", "Export: one long session", settings(run, filled), lines, List.of());
        }
    }

    private static List<Line> measure(Run run, Database database, Role query, String sessionId, long count)
            throws SQLException, IOException {
        Map<String, Line.Rounds> rates = new LinkedHashMap<>();
        Map<String, Line.Rounds> bytes = new LinkedHashMap<>();
        for (int round = 0; round <= run.rounds(); round++) {
            for (String format : FORMATS) {
                Transfer limit = copy(database, sessionId);
                Transfer ours = export(query, sessionId, format);
                if (round == 0) {
                    continue;
                }
                rates.computeIfAbsent(format, f -> Line.rounds(f, "events/s", Target.ratioAtLeast(0.5)))
                        .add(count / limit.seconds(), count / ours.seconds());
                bytes.computeIfAbsent(format, f -> Line.rounds(f, "MB/s", null))
                        .add(limit.megabytesPerSecond(), ours.megabytesPerSecond());
                run.announce(String.format(
                        "round %d, %s: %,.0f events/s, %.0f MB/s; COPY %,.0f events/s",
                        round, format, count / ours.seconds(), ours.megabytesPerSecond(), count / limit.seconds()));
            }
        }
        List<Line> lines = new ArrayList<>();
        rates.values().forEach(line -> lines.add(line.line()));
        bytes.values().forEach(line -> lines.add(line.line()));
        double heap = GcLog.read(query.gcLog()).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        lines.add(Line.of("query-api, greatest heap after GC", "MB", heap, null));
        lines.add(Line.of(
                "query-api, resident",
                "MB",
                Memory.residentMegabytes(query.process().pid()),
                null));
        return lines;
    }

    private record Transfer(long bytes, double seconds) {

        double megabytesPerSecond() {
            return bytes / 1e6 / seconds;
        }
    }

    private static Transfer export(Role query, String sessionId, String format) {
        try (HttpLoad load = new HttpLoad(
                query.port(), 1, new GetRequests(List.of("/sessions/" + sessionId + "/export?format=" + format)))) {
            long begun = System.nanoTime();
            LoadResult result = load.run(new Pace.UpTo(1), Duration.ZERO, LIMIT).requireAllAnswered();
            return new Transfer(result.bodyBytes(), (System.nanoTime() - begun) / 1e9);
        }
    }

    private static Transfer copy(Database database, String sessionId) throws SQLException, IOException {
        Counting out = new Counting();
        try (Connection connection = Sql.open(database)) {
            long begun = System.nanoTime();
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut("""
                    copy (select event_id, session_id, event_type, occurred_at, model, tokens_in, tokens_out, duration_ms,
                                 input_data, output_data, tool_call, decision_trace, extra
                          from agentlens.events
                          where session_id = '%s' and event_type not in ('session_start', 'session_end')
                          order by occurred_at, log_offset)
                    to stdout
                    """.formatted(sessionId), out);
            return new Transfer(out.bytes, (System.nanoTime() - begun) / 1e9);
        }
    }

    /** Keeps nothing but how much it was. */
    private static final class Counting extends OutputStream {

        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] b, int from, int length) {
            bytes += length;
        }
    }

    private static Map<String, String> settings(Run run, long filled) {
        Map<String, String> settings = run.settings();
        settings.put("session", String.format("%,d events, in the page cache", filled));
        settings.put("warm-up", "one round of all formats that is not counted");
        return settings;
    }
}
