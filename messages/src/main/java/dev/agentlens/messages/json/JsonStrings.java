/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.json;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Messages that came as text: JSON in a string, or the lines of server-sent events. */
public final class JsonStrings {

    /** One of these shows that an object is about messages, and is no JSON that a model was asked to write. */
    private static final Set<String> SIGNS =
            Set.of("messages", "choices", "candidates", "contents", "generations", "lc", "role", "parts", "kwargs");

    private static final Set<String> PART_TYPES = Set.of(
            "text",
            "tool_use",
            "tool_result",
            "tool_call",
            "tool-call",
            "function_call",
            "message",
            "thinking",
            "reasoning",
            "image_url",
            "image");

    private JsonStrings() {}

    /** The JSON in {@code text}, if it holds messages; else null. */
    public static @Nullable JsonNode messagesIn(String text) {
        if (text.startsWith("data:") || text.startsWith("event:")) {
            return serverSentEvents(text);
        }
        JsonNode held = Json.parseContainer(text);
        if (held instanceof ArrayNode array) {
            return !array.isEmpty() && array.valueStream().allMatch(JsonStrings::isAboutMessages) ? array : null;
        }
        return held != null && isSign(held) ? held : null;
    }

    private static boolean isAboutMessages(JsonNode element) {
        return element instanceof ArrayNode nested
                ? !nested.isEmpty() && nested.valueStream().allMatch(JsonStrings::isAboutMessages)
                : isSign(element) || PART_TYPES.contains(element.path("type").asString("")) || isCall(element);
    }

    private static boolean isCall(JsonNode element) {
        return element.path("function").has("arguments");
    }

    /** Whether {@code text} is a list of nothing but calls of tools. */
    public static boolean areCalls(String text) {
        return text.startsWith("[")
                && Json.parseContainer(text) instanceof ArrayNode array
                && !array.isEmpty()
                && array.valueStream().allMatch(JsonStrings::isCall);
    }

    /** Whether {@code object} is about messages. */
    public static boolean isSign(JsonNode object) {
        return object.isObject() && SIGNS.stream().anyMatch(sign -> object.has(sign));
    }

    private static @Nullable ArrayNode serverSentEvents(String text) {
        ArrayNode events = JsonNodeFactory.instance.arrayNode();
        for (String line : text.split("\\R")) {
            if (line.startsWith("data:") && !line.substring(5).strip().equals("[DONE]")) {
                JsonNode event = Json.parse(line.substring(5));
                if (!(event instanceof ObjectNode)) {
                    return null;
                }
                events.add(event);
            } else if (!line.startsWith("data:") && !line.startsWith("event:") && !line.isBlank()) {
                return null;
            }
        }
        return events.isEmpty() ? null : events;
    }
}
