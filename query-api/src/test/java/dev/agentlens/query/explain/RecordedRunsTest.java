/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.messages.json.Json;
import dev.agentlens.query.Golden;
import dev.agentlens.query.session.RecordedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Explanations of complete recorded runs. */
class RecordedRunsTest {

    private static final Path RUNS = Path.of("..", "contract-tests", "src", "test", "resources", "agent-runs");
    private static final Path CORPUS = Path.of("..", "messages", "src", "test", "resources", "corpus");

    static List<Path> runs() throws IOException {
        return files(RUNS, "swe-");
    }

    @ParameterizedTest
    @MethodSource("runs")
    void runOfACodingAgentReadsAsAStory(Path run) throws IOException {
        JsonNode events = Json.parse(Files.readString(run)).get("events");
        String name = run.getFileName().toString().replace(".json", ".md");

        Golden.assertSame("runs/" + name, explain(events.values()));
    }

    /** A session for each family of shapes: its requests and responses, one after the other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai-chat",
                "openai-responses",
                "anthropic",
                "gemini",
                "bedrock",
                "ollama",
                "langchain",
                "autogen",
                "vercel",
                "otel"
            })
    void runInEveryFamilyOfShapesReadsAsAStory(String family) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (Path file : files(CORPUS, family + "-")) {
            JsonNode payload = Json.parse(Files.readString(file));
            ObjectNode event = JsonNodeFactory.instance
                    .objectNode()
                    .put("event_type", "llm_call")
                    .put("model", file.getFileName().toString().replace(".json", ""));
            boolean isRequest = payload.get("role").asString().equals("user");
            event.set(isRequest ? "input_data" : "output_data", payload.get("input"));
            events.add(event);
        }

        Golden.assertSame("runs/shapes-" + family + ".md", explain(events));
    }

    private static List<Path> files(Path directory, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    private static String explain(Iterable<JsonNode> events) {
        RecordedSession recorded = RecordedSession.of(events);
        Explanation explanation = new Explanation(recorded.session());
        recorded.trace().forEach(explanation::step);
        return explanation.summary();
    }
}
