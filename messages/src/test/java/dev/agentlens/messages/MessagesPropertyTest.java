/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.messages.error.ErrorText;
import dev.agentlens.messages.json.Json;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.message.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What holds for any JSON, over random values that are built of the names and constants that real payloads have. */
class MessagesPropertyTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int RUNS = 5_000;

    /** A media type is part of an attachment's description, of which it may be said twice. */
    private static final List<String> SAID_ONCE =
            List.of("media_type", "mediaType", "mimeType", "mime_type", "contentType", "image_mimetype", "format");

    private final List<JsonNode> corpus = corpus();
    private final List<String> names = new ArrayList<>();
    private final List<String> constants = new ArrayList<>();
    private Random random = new Random(0);
    private int markers;

    MessagesPropertyTest() {
        corpus.forEach(payload -> collect(payload, ""));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noTextOfRandomJsonIsLost(long seed) {
        random = new Random(seed);
        for (int i = 0; i < RUNS; i++) {
            markers = 0;
            assertKept(value(0));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noTextOfAPayloadThatIsAlmostKnownIsLost(long seed) {
        random = new Random(seed);
        for (int i = 0; i < RUNS; i++) {
            markers = 0;
            assertKept(mutated(corpus.get(random.nextInt(corpus.size())), "", 0));
        }
    }

    @Test
    void textOfEveryPayloadOfTheCorpusIsKept() {
        for (JsonNode payload : corpus) {
            random = new Random(1);
            markers = 0;
            assertKept(marked(payload, ""));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content",
                "parts",
                "messages",
                "message",
                "response",
                "function",
                "tool_calls",
                "error",
                "thinking"
            })
    void nestingOfAnyDepthIsRead(String name) {
        JsonNode value = NODES.stringNode("deep");
        for (int i = 0; i < 100_000; i++) {
            value = i % 2 == 0
                    ? NODES.objectNode().set(name, value)
                    : NODES.arrayNode().add(value);
        }
        assertThat(dump(Messages.read(value, Message.USER)).contains("deep")).isTrue();
        ArrayNode stream = NODES.arrayNode();
        for (int i = 0; i < 2; i++) {
            stream.addObject()
                    .putArray("choices")
                    .addObject()
                    .putObject("delta")
                    .set(name, value);
        }
        assertThat(dump(Messages.read(stream, Message.USER)).contains("deep")).isTrue();
        ToolCalls.of(
                new Payload("tool_call", value, value, value, NODES.objectNode().set(name, value)));
        ErrorText.of(value);
        Step.of(new Payload("llm_call", null, null, null, NODES.objectNode().set(name, value)));
    }

    @Test
    void nameOfManyPartsIsRead() {
        ObjectNode attributes = NODES.objectNode().put("message." + "a.".repeat(100_000), "deep");

        assertThat(dump(Messages.read(attributes, Message.USER)).contains("deep"))
                .isTrue();
    }

    private void assertKept(JsonNode value) {
        Messages read = Messages.read(value, random.nextBoolean() ? Message.USER : Message.ASSISTANT);
        String dump = dump(read);
        String sent = Json.compact(value);
        for (int i = 0; i < markers; i++) {
            if (sent.contains(marker(i)) && !dump.contains(marker(i))) {
                assertThat(dump).as("read of %s", value).contains(marker(i));
            }
        }
        Step step = new Step(read, read);
        step.prompt();
        step.response();
        step.reasoning();
        Payload payload = new Payload("tool_call", value, value, value, value);
        ToolCalls.of(payload).forEach(ToolCall::shown);
        Errors.of(payload);
        Step.of(payload);
    }

    private static String dump(Messages messages) {
        StringBuilder dump = new StringBuilder();
        for (Message message : messages.list()) {
            dump.append(message.role())
                    .append('\n')
                    .append(message.text())
                    .append('\n')
                    .append(message.reasoning());
            message.toolCalls()
                    .forEach(call -> dump.append('\n')
                            .append(call.id())
                            .append(call.name())
                            .append(call.error())
                            .append(call.input() == null ? "" : Json.compact(call.input()))
                            .append(call.output() == null ? "" : Json.compact(call.output())));
            message.toolResults().forEach(result -> dump.append('\n').append(result));
            message.attachments().forEach(attachment -> dump.append('\n').append(attachment.shown()));
            message.other().forEach(other -> dump.append('\n').append(Json.compact(other)));
        }
        messages.other().forEach(other -> dump.append('\n').append(Json.compact(other)));
        return dump.toString();
    }

    private static String marker(int number) {
        return "§ " + number + ';';
    }

    private JsonNode text() {
        return NODES.stringNode(marker(markers++));
    }

    private JsonNode value(int depth) {
        int kind = random.nextInt(depth > 5 ? 4 : 12);
        return switch (kind) {
            case 0, 1 -> text();
            case 2 -> NODES.stringNode(constants.get(random.nextInt(constants.size())));
            case 3 -> random.nextBoolean() ? NODES.nullNode() : NODES.booleanNode(random.nextBoolean());
            case 4, 5, 6 -> array(depth);
            case 7 -> NODES.stringNode(Json.compact(value(depth + 2)));
            default -> object(depth);
        };
    }

    private ArrayNode array(int depth) {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(value(depth + 1));
        }
        return array;
    }

    private ObjectNode object(int depth) {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            String name = names.get(random.nextInt(names.size()));
            if (!object.has(name)) {
                boolean discriminates = name.equals("type") || name.equals("role") || name.equals("block_type");
                object.set(
                        name,
                        discriminates || SAID_ONCE.contains(name)
                                ? NODES.stringNode(constants.get(random.nextInt(constants.size())))
                                : value(depth + 1));
            }
        }
        return object;
    }

    /** With some of its texts marked, some fields renamed, added or gone, and some values of another shape. */
    private JsonNode mutated(JsonNode value, String name, int depth) {
        if (random.nextInt(40) == 0) {
            return value(4);
        }
        if (value.isObject()) {
            ObjectNode copy = NODES.objectNode();
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                if (random.nextInt(25) > 0) {
                    String as = random.nextInt(25) == 0 ? names.get(random.nextInt(names.size())) : field.getKey();
                    if (!copy.has(as) && (as.equals(field.getKey()) || !SAID_ONCE.contains(as))) {
                        copy.set(as, mutated(field.getValue(), as, depth + 1));
                    }
                }
            }
            if (random.nextInt(6) == 0) {
                object(4).properties().forEach(field -> copy.set(field.getKey(), text()));
                SAID_ONCE.forEach(copy::remove);
            }
            return copy;
        }
        if (value.isArray()) {
            ArrayNode copy = NODES.arrayNode();
            value.forEach(each -> copy.add(mutated(each, name, depth + 1)));
            return copy;
        }
        return value.isString() && random.nextInt(3) == 0 && !isDiscriminator(name) ? text() : value;
    }

    private JsonNode marked(JsonNode value, String name) {
        if (value.isObject()) {
            ObjectNode copy = NODES.objectNode();
            value.properties().forEach(field -> copy.set(field.getKey(), marked(field.getValue(), field.getKey())));
            return copy;
        }
        if (value.isArray()) {
            ArrayNode copy = NODES.arrayNode();
            value.forEach(each -> copy.add(marked(each, name)));
            return copy;
        }
        return value.isString() && !isDiscriminator(name) ? text() : value;
    }

    private static boolean isDiscriminator(String name) {
        return name.equals("type") || name.equals("role") || name.equals("block_type") || SAID_ONCE.contains(name);
    }

    private void collect(JsonNode value, String name) {
        if (value.isObject()) {
            value.properties().forEach(field -> {
                names.add(field.getKey());
                collect(field.getValue(), field.getKey());
            });
        } else if (value.isArray()) {
            value.forEach(each -> collect(each, name));
        } else if (value.isString() && isDiscriminator(name)) {
            constants.add(value.stringValue());
        }
    }

    private static List<JsonNode> corpus() {
        try {
            List<JsonNode> payloads = new ArrayList<>();
            for (Path file : CorpusTest.payloads()) {
                payloads.add(Json.parse(Files.readString(file)).get("input"));
            }
            return payloads;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
