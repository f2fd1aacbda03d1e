/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a process of the role writes to its log, standard output. */
class LogFormatIT {

    private static final Pattern PORT = Pattern.compile("Netty started on port (\\d+) \\(http\\)");

    @TempDir
    Path directory;

    @Test
    void eachLineIsJsonOfTheElasticCommonSchema() throws IOException {
        Path log = directory.resolve("log");
        Process process = start(log, Map.of("AGENTLENS_LOG_FORMAT", "ecs"));
        try {
            await().until(() -> ports(log).size() == 2);
            new IngestClient(ports(log).get(0))
                    .post(
                            "{\"events\":[{\"input_data\":\"secret of the payload\"}]}",
                            "Content-Type",
                            "application/json",
                            "X-Request-Id",
                            "request-1",
                            "traceparent",
                            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                    .isError(503);
        } finally {
            process.destroyForcibly();
        }

        List<JsonNode> lines =
                lines(log).stream().map(JsonMapper.shared()::readTree).toList();
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.path("@timestamp").asString()).isNotEmpty();
            assertThat(line.at("/service/name").asString()).isEqualTo("agentlens-ingest-api");
        });
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.path("message").asString()).contains("Kafka did not acknowledge");
            assertThat(line.path("request_id").asString()).isEqualTo("request-1");
            assertThat(line.at("/trace/id").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        });
        assertThat(Files.readString(log)).doesNotContain("secret of the payload");
    }

    @Test
    void unknownFormatPreventsTheStartAndOneLineSaysWhy() throws Exception {
        Path log = directory.resolve("log");

        Process process = start(log, Map.of("AGENTLENS_LOG_FORMAT", "xml"));

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(lines(log)).hasSize(1).first().asString().contains("AGENTLENS_LOG_FORMAT", "'xml'", "ecs");
    }

    private static Process start(Path log, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar().toString())
                // Where a JVM warns of itself.
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(log.toFile());
        // Nobody listens on port 1.
        builder.environment()
                .putAll(Map.of(
                        "PORT", "0", "AGENTLENS_MANAGEMENT_PORT", "0", "AGENTLENS_KAFKA_BOOTSTRAP", "127.0.0.1:1"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.toString().endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** That the process listens on, the API's first. */
    private static List<Integer> ports(Path log) {
        try {
            return PORT.matcher(Files.readString(log))
                    .results()
                    .map(found -> Integer.valueOf(found.group(1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path log) throws IOException {
        return Files.readAllLines(log);
    }
}
