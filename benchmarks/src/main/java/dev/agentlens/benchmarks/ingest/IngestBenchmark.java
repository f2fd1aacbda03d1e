/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.ingest;

import dev.agentlens.benchmarks.Benchmark;
import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.load.SpanEncoding;
import dev.agentlens.benchmarks.report.Line;
import dev.agentlens.benchmarks.report.Section;
import dev.agentlens.benchmarks.report.Target;
import dev.agentlens.benchmarks.system.Role;
import dev.agentlens.benchmarks.system.Servers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code ./benchmarks/run ingest}. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = "HTTP to Kafka: beside Kafka's ProducerPerformance and an empty WebFlux handler; one event on an"
                + " idle system; memory at full load; overload.")
public final class IngestBenchmark extends Benchmark {

    /** What can be measured on its own. */
    enum Part {
        THROUGHPUT,
        IDLE,
        MEMORY,
        OVERLOAD
    }

    @Option(names = "--parts", split = ",", description = "${COMPLETION-CANDIDATES} (default: all)")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    @Option(names = "--batches", split = ",", description = "events in a request (default: 1,10,100,500)")
    private List<Integer> batches = List.of(1, 10, 100, 500);

    @Option(names = "--connections", split = ",", description = "each with one request under way (default: 1,8,32)")
    private List<Integer> connections = List.of(1, 8, 32);

    @Option(
            names = "--format",
            converter = FormatConverter.class,
            description = "of the requests: events, otlp-json or otlp-protobuf (default: ${DEFAULT-VALUE}). Spans are"
                    + " compared with POST /events, and nothing else is measured.")
    private Format format = Format.EVENTS;

    @Option(names = "--partitions", description = "of the topics (default: ${DEFAULT-VALUE})")
    private int partitions = 12;

    /** What requests are written in. */
    enum Format {
        EVENTS,
        OTLP_JSON,
        OTLP_PROTOBUF;

        /** As users write it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final class FormatConverter implements ITypeConverter<Format> {

        @Override
        public Format convert(String value) {
            return Arrays.stream(Format.values())
                    .filter(format -> format.toString().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + value + "' is none of events, otlp-json and otlp-protobuf"));
        }
    }

    @Override
    public Section measure(Run run) {
        return format == Format.EVENTS ? measureEvents(run) : measureSpans(run);
    }

    private Section measureSpans(Run run) {
        SpanEncoding encoding = format == Format.OTLP_JSON ? SpanEncoding.JSON : SpanEncoding.PROTOBUF;
        try (Servers servers = run.servers("ingest")) {
            Role ingest = servers.ingest(Map.of("AGENTLENS_INGEST_PARTITIONS", Integer.toString(partitions)));
            Line line = new OtlpThroughput(run, servers, ingest).measure(encoding);
            return new Section("ingest-" + format, "Ingest: OTLP to Kafka", settings(run), List.of(line), List.of());
        }
    }

    private Section measureEvents(Run run) {
        EventStream events = run.events(0, 1);
        List<Line> lines = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        try (Servers servers = run.servers("ingest")) {
            Role ingest = servers.ingest(Map.of("AGENTLENS_INGEST_PARTITIONS", Integer.toString(partitions)));
            if (parts.contains(Part.THROUGHPUT)) {
                lines.addAll(throughput(run, servers, ingest, events));
                notes.add("ProducerPerformance writes the same events' bytes without keys and headers, parses nothing,"
                        + " and has the machine to itself but for the broker; ingest-api shares it with the"
                        + " client.");
            }
            if (parts.contains(Part.IDLE)) {
                lines.add(new IdleSystem(run, events)
                        .measure("one event, idle, ingest role", ingest, Target.latency(1.5, 6)));
            }
            Pressure pressure = new Pressure(run, servers, ingest, events);
            if (parts.contains(Part.MEMORY)) {
                lines.addAll(pressure.memory());
            }
            if (parts.contains(Part.OVERLOAD)) {
                lines.addAll(pressure.overload());
            }
        }
        if (parts.contains(Part.IDLE)) {
            try (Servers servers = run.servers("ingest")) {
                lines.add(new IdleSystem(run, events)
                        .measure("one event, idle, standalone", servers.standalone(), Target.latency(8, 25)));
            }
        }
        return new Section("ingest", "Ingest: HTTP to Kafka", settings(run), lines, notes);
    }

    private List<Line> throughput(Run run, Servers servers, Role ingest, EventStream events) {
        servers.kafka().createTopic(ProducerLimit.TOPIC, partitions);
        ProducerLimit producer = new ProducerLimit(servers.kafka(), events, servers.directory());
        try (Role bodyOnly = servers.empty()) {
            return new Throughput(run, servers, events, batches, connections).measure(ingest, bodyOnly, producer);
        }
    }

    private Map<String, String> settings(Run run) {
        Map<String, String> settings = run.settings();
        settings.put("broker", "one, own JVM, -Xmx512m, " + partitions + " partitions");
        settings.put("producers, ours and the limit's", String.join(", ", ProducerLimit.PROPERTIES));
        settings.put(
                "warm-up",
                run.warmUp().multipliedBy(2).toSeconds() + " s of each batch size before the first round, then "
                        + run.warmUp().toSeconds() + " s before each "
                        + run.measured().toSeconds()
                        + " s that are measured; of ProducerPerformance a third of its records");
        settings.put("client", "one thread, non-blocking, beside the servers on the same cores");
        return settings;
    }
}
