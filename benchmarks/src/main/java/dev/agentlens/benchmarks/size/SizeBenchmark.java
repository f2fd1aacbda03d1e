/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.size;

import dev.agentlens.benchmarks.Benchmark;
import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.load.Profile;
import dev.agentlens.benchmarks.report.Line;
import dev.agentlens.benchmarks.report.Section;
import dev.agentlens.benchmarks.report.Target;
import dev.agentlens.benchmarks.system.DiskUsage;
import dev.agentlens.benchmarks.system.Filling;
import dev.agentlens.benchmarks.system.Memory;
import dev.agentlens.benchmarks.system.Progress;
import dev.agentlens.benchmarks.system.Role;
import dev.agentlens.benchmarks.system.Servers;
import dev.agentlens.benchmarks.system.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./benchmarks/run size}. */
@Command(
        name = "size",
        mixinStandardHelpOptions = true,
        description = "Bytes of the read tables and of the topic per byte of event JSON, of both profiles; of the"
                + " distribution; memory of each role after that load.")
public final class SizeBenchmark extends Benchmark {

    private static final String SCHEMA_BYTES = """
            select sum(pg_total_relation_size(c.oid))
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'agentlens' and c.relkind in ('r', 'm')
            """;
    private static final String INDEX_BYTES = "select pg_indexes_size('agentlens.events')";
    private static final double MB = 1e6;

    @Option(names = "--events", description = "of each profile (default: ${DEFAULT-VALUE})")
    private long events = 200_000;

    @Override
    public Section measure(Run run) {
        List<Line> lines = new ArrayList<>();
        for (Profile profile : Profile.values()) {
            try (Servers servers = run.servers("size")) {
                lines.addAll(measure(run, servers, profile));
            }
        }
        return new Section("size", "Size: bytes on disk and in memory", settings(run), lines, List.of());
    }

    private List<Line> measure(Run run, Servers servers, Profile profile) {
        EventStream stream = EventStream.of(profile, 0, 9);
        List<Line> lines = new ArrayList<>();
        Role ingest = servers.ingest(Map.of());
        Role projector = servers.projector(Map.of());
        long filled = Filling.fill(servers, ingest, stream, count(run));
        Progress.await(servers.database(), filled);
        double json = stream.bytesWritten();
        double tables = bytes(servers, SCHEMA_BYTES);
        double topic = DiskUsage.of(
                servers.kafka().log(),
                file -> file.toString().contains("agentlens.events.v1-")
                        && file.toString().endsWith(".log"));
        run.announce(String.format("%s: %,d events", profile, filled));
        lines.add(perByte("PostgreSQL, all tables and indexes", profile, tables, json, Target.atMost(1)));
        lines.add(perByte("indexes of the events alone", profile, bytes(servers, INDEX_BYTES), json, null));
        lines.add(perByte("topic, its segments", profile, topic, json, Target.atMost(0.3)));
        if (profile == run.profile()) {
            lines.addAll(processes(servers, ingest, projector));
        }
        return lines;
    }

    private static List<Line> processes(Servers servers, Role ingest, Role projector) {
        List<Line> lines = new ArrayList<>();
        lines.add(resident("ingest-api", ingest));
        lines.add(resident("projector", projector));
        lines.add(resident("query-api, idle", servers.query()));
        for (String role : List.of("ingest-api", "projector", "query-api", "standalone")) {
            // What starts have recorded is no part of it.
            long bytes =
                    DiskUsage.of(servers.app(role), file -> !file.toString().endsWith(".aot"));
            lines.add(Line.of("distribution of " + role, "MB", bytes / MB, null));
        }
        return lines;
    }

    private static Line resident(String what, Role role) {
        return Line.of(
                "resident memory of " + what,
                "MB",
                Memory.residentMegabytes(role.process().pid()),
                null);
    }

    private static Line perByte(String what, Profile profile, double bytes, double json, @Nullable Target target) {
        return Line.of(what + ", profile " + profile, "bytes per byte of JSON", bytes / json, target);
    }

    private static double bytes(Servers servers, String sql) {
        return Double.parseDouble(Sql.text(servers.database(), sql));
    }

    private long count(Run run) {
        return run.quick() ? 10_000 : events;
    }

    private Map<String, String> settings(Run run) {
        Map<String, String> settings = run.settings();
        settings.put(
                "events", String.format("%,d of each profile, as sent by clients, without white space", count(run)));
        settings.put("tables", "as the projector leaves them, not vacuumed");
        settings.remove("rounds");
        return settings;
    }
}
