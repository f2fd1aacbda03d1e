/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.ingest;

import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.system.Command;
import dev.agentlens.benchmarks.system.JvmOptions;
import dev.agentlens.benchmarks.system.Kafka;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kafka's own ProducerPerformance: what one producer can do with this broker, this codec and records of these bytes. It
 * parses nothing, and writes neither keys nor headers.
 */
final class ProducerLimit {

    static final String TOPIC = "benchmark.limit";

    /** Of the producer, as ingest-api has them. */
    static final List<String> PROPERTIES = List.of(
            "acks=all",
            "enable.idempotence=true",
            "compression.type=zstd",
            "compression.zstd.level=1",
            "linger.ms=0",
            "batch.size=131072");

    private static final Pattern RATE = Pattern.compile("records sent, ([0-9.]+) records/sec");
    private static final int PAYLOADS = 4_000;
    private static final int HEAP_MB = 512;

    private final Kafka kafka;
    private final Path payloads;
    private final Path log;

    /** @param directory for its files */
    ProducerLimit(Kafka kafka, EventStream events, Path directory) {
        this.kafka = kafka;
        payloads = directory.resolve("payloads.ndjson");
        log = directory.resolve("producer-performance.log");
        write(events);
    }

    /** Records a second after {@code warmUp} records, over {@code records}. */
    double measure(long warmUp, long records) {
        List<String> arguments = new ArrayList<>(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "org.apache.kafka.tools.ProducerPerformance",
                "--bootstrap-server",
                kafka.bootstrap(),
                "--topic",
                TOPIC,
                "--throughput",
                "-1",
                "--payload-file",
                payloads.toString(),
                "--warmup-records",
                Long.toString(warmUp),
                "--num-records",
                Long.toString(warmUp + records),
                "--command-property"));
        arguments.addAll(PROPERTIES);
        String output = Command.run(JvmOptions.command(HEAP_MB, arguments), Map.of(), log);
        kafka.empty(TOPIC);
        return steadyRate(output);
    }

    /** Of the last of its lines, which is about the records after the warm-up. */
    static double steadyRate(String output) {
        Matcher rates = RATE.matcher(output);
        double last = Double.NaN;
        while (rates.find()) {
            last = Double.parseDouble(rates.group(1));
        }
        if (Double.isNaN(last)) {
            throw new IllegalStateException("ProducerPerformance told no rate: " + output);
        }
        return last;
    }

    private void write(EventStream events) {
        ByteBuffer line = ByteBuffer.allocate(events.longest() + 1);
        try (OutputStream file = Files.newOutputStream(payloads)) {
            for (int i = 0; i < PAYLOADS; i++) {
                events.write(line.clear());
                line.put((byte) '\n');
                file.write(line.array(), 0, line.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + payloads, e);
        }
    }
}
