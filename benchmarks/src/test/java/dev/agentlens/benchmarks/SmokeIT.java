/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.benchmarks.ingest.IngestBenchmark;
import dev.agentlens.benchmarks.standalone.StandaloneBenchmark;
import dev.agentlens.e2e.cluster.Apps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands with real servers, so that what the others use is known to work. Their figures mean nothing. */
class SmokeIT {

    @Test
    @EnabledIfSystemProperty(named = "all.benchmarks", matches = "true")
    void ingestIsMeasuredBesideItsLimits(@TempDir Path directory) {
        Path results = directory.resolve("results.json");

        int exitCode = new CommandLine(new IngestBenchmark())
                .execute(
                        "--quick",
                        "--parts",
                        "THROUGHPUT",
                        "--batches",
                        "100",
                        "--connections",
                        "4",
                        "--target",
                        System.getProperty("agentlens.e2e.target"),
                        "--work",
                        directory.resolve("work").toString(),
                        "--json",
                        results.toString());

        assertThat(exitCode).isZero();
        assertThat(lines(results)).hasSize(2).allSatisfy(line -> {
            assertThat(line.get("limit").doubleValue()).isPositive();
            assertThat(line.get("ours").doubleValue()).isPositive();
            assertThat(line.get("ratio").doubleValue()).isPositive();
        });
    }

    @Test
    void oneCommandIsMeasuredAsAUserStartsIt(@TempDir Path directory) throws IOException {
        Apps apps = Apps.unpacked(Path.of(System.getProperty("agentlens.e2e.target")));
        Path app = Files.createDirectory(directory.resolve("app"));
        Files.copy(apps.jar("standalone"), app.resolve("agentlens.jar"));
        Files.createSymbolicLink(app.resolve("lib"), apps.jar("standalone").resolveSibling("lib"));
        Path results = directory.resolve("results.json");

        int exitCode = new CommandLine(new StandaloneBenchmark())
                .execute(
                        "--quick",
                        "--batches",
                        "10",
                        "--connections",
                        "2",
                        "--fill",
                        "1000",
                        "--home",
                        Path.of("..").toAbsolutePath().normalize().toString(),
                        "--app",
                        app.toString(),
                        "--work",
                        directory.resolve("work").toString(),
                        "--json",
                        results.toString());

        assertThat(exitCode).isZero();
        // One line of writes, eight kinds of reads, memory, and the writes that survive a power loss.
        assertThat(lines(results))
                .hasSize(11)
                .allSatisfy(line -> assertThat(line.get("ours").doubleValue()).isPositive());
        assertThat(lines(results).get(0).get("note").asString()).startsWith("visible after");
    }

    private static JsonNode lines(Path results) {
        return JsonMapper.builder()
                .build()
                .readTree(results.toFile())
                .get("sections")
                .get(0)
                .get("lines");
    }
}
