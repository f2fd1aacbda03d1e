/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.messages.json.Json;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.message.ToolCall;
import dev.agentlens.messages.message.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Payloads after the API references of providers and frameworks, beside the messages that they mean: {@code corpus/}. A
 * field that a message does not have is left out there; {@code said} is what the step shows as its prompt or response.
 */
class CorpusTest {

    private static final Path CORPUS = Path.of("src", "test", "resources", "corpus");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static List<Path> payloads() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.sorted().toList();
        }
    }

    @Test
    void corpusIsThere() throws IOException {
        assertThat(payloads()).hasSizeGreaterThanOrEqualTo(100);
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void payloadIsReadAsTheMessagesThatItMeans(Path file) throws IOException {
        JsonNode payload = Json.parse(Files.readString(file));
        String role = payload.get("role").stringValue();

        Messages read = Messages.read(payload.get("input"), role);

        assertThat(asJson(read)).isEqualTo(payload.get("messages"));
        if (payload.has("said")) {
            MessageText said = role.equals(Message.USER)
                    ? new Step(read, Messages.NONE).prompt()
                    : new Step(Messages.NONE, read).response();
            assertThat(said.text()).isEqualTo(payload.get("said").stringValue());
            if (payload.has("json")) {
                assertThat(said.words()).isFalse();
            }
        }
    }

    private static ArrayNode asJson(Messages messages) {
        ArrayNode all = NODES.arrayNode();
        for (Message message : messages.list()) {
            ObjectNode one = all.addObject().put("role", message.role());
            if (!message.text().isEmpty()) {
                one.put("text", message.text());
            }
            message.toolCalls().forEach(call -> one.withArray("tool_calls").add(asJson(call)));
            message.toolResults()
                    .forEach(result -> one.withArray("tool_results").add(asJson(result)));
            if (!message.reasoning().isEmpty()) {
                one.put("reasoning", message.reasoning());
            }
            message.attachments()
                    .forEach(attachment -> one.withArray("attachments").add(attachment.shown()));
        }
        return all;
    }

    private static ObjectNode asJson(ToolCall call) {
        ObjectNode asJson = NODES.objectNode();
        if (call.id() != null) {
            asJson.put("id", call.id());
        }
        asJson.put("name", call.name());
        if (call.input() != null) {
            asJson.set("input", call.input());
        }
        return asJson;
    }

    private static ObjectNode asJson(ToolResult result) {
        ObjectNode asJson = NODES.objectNode();
        if (result.callId() != null) {
            asJson.put("call_id", result.callId());
        }
        if (result.name() != null) {
            asJson.put("name", result.name());
        }
        asJson.put("text", result.text());
        if (result.failed()) {
            asJson.put("failed", true);
        }
        return asJson;
    }
}
