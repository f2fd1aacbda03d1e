/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** What docker-compose.yml gives to a role, the role reads; what deploy/cluster.env says, docker-compose.yml asks for. */
class ComposeFileTest {

    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @CsvSource({
        "ingest-api, Both HTTP roles: ingest-api and query-api",
        "query-api, Both HTTP roles: ingest-api and query-api",
        "projector, projector"
    })
    void variablesOfARoleAreAmongItsSettings(String role, String shared) throws IOException {
        Map<String, Map<String, Map<String, String>>> services = compose();
        Map<String, String> chapters = chapters();

        assertThat(services.get(role).get("environment").keySet())
                .isNotEmpty()
                .allSatisfy(variable ->
                        assertThat(chapters.get(role) + chapters.get(shared)).contains("| `" + variable + "` |"));
    }

    @Test
    void brokersOfAClusterDifferInNothingButTheirNames() throws IOException {
        Map<String, Map<String, Map<String, String>>> services = compose();

        for (String broker : Set.of("kafka", "kafka-2", "kafka-3")) {
            Map<String, String> environment = new TreeMap<>(services.get(broker).get("environment"));
            assertThat(environment.remove("KAFKA_ADVERTISED_LISTENERS")).isEqualTo("PLAINTEXT://" + broker + ":9092");
            assertThat(clusterEnvironment().get("KAFKA_VOTERS"))
                    .contains(environment.remove("KAFKA_NODE_ID") + "@" + broker + ":9093");
            Map<String, String> first = new TreeMap<>(services.get("kafka").get("environment"));
            first.keySet().removeAll(Set.of("KAFKA_ADVERTISED_LISTENERS", "KAFKA_NODE_ID"));
            assertThat(environment).isEqualTo(first);
        }
    }

    @Test
    void variablesOfAClusterAreAskedFor() throws IOException {
        String compose = Files.readString(ROOT.resolve("docker-compose.yml"));

        assertThat(clusterEnvironment().keySet())
                .isNotEmpty()
                .allSatisfy(variable -> assertThat(compose).contains("${" + variable + ":-"));
    }

    private static Map<String, Map<String, Map<String, String>>> compose() throws IOException {
        Map<String, Map<String, Map<String, Map<String, String>>>> file =
                new Yaml().load(Files.readString(ROOT.resolve("docker-compose.yml")));
        return file.get("services");
    }

    private static Map<String, String> clusterEnvironment() throws IOException {
        return Files.readAllLines(ROOT.resolve("deploy/cluster.env")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
    }

    /** Of docs/configuration.md, which is made from the code; by heading. */
    private static Map<String, String> chapters() throws IOException {
        return Arrays.stream(
                        Files.readString(ROOT.resolve("docs/configuration.md")).split("\n#+ "))
                .map(chapter -> chapter.split("\n", 2))
                .collect(Collectors.toMap(chapter -> chapter[0], chapter -> chapter[1]));
    }
}
