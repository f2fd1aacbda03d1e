/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.benchmarks.ingest.IngestBenchmark;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One command with real servers, so that what the others stand on is known to work. Its figures mean nothing. */
class SmokeIT {

    @Test
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
        JsonNode lines = JsonMapper.builder()
                .build()
                .readTree(results.toFile())
                .get("sections")
                .get(0)
                .get("lines");
        assertThat(lines).hasSize(2).allSatisfy(line -> {
            assertThat(line.get("limit").doubleValue()).isPositive();
            assertThat(line.get("ours").doubleValue()).isPositive();
            assertThat(line.get("ratio").doubleValue()).isPositive();
        });
    }
}
