/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.envelope;

import dev.agentlens.messages.content.Content;
import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.reading.MessageShape;
import dev.agentlens.messages.reading.Reading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Attributes of spans: complete values under a dotted name ({@code gen_ai.input.messages}), and trees that were
 * flattened ({@code llm.input_messages.0.message.role}).
 */
final class SpanAttributes implements MessageShape {

    private static final String[] SYSTEM = {"gen_ai.system_instructions"};

    /** The newest convention first; the others say the same again. */
    private static final List<String> INPUTS = List.of(
            "gen_ai.input.messages",
            "llm.input_messages",
            "ai.prompt.messages",
            "ai.prompt",
            "gen_ai.prompt",
            "llm.prompts",
            "langfuse.observation.input",
            "traceloop.entity.input",
            "input.value");

    private static final List<String> OUTPUTS = List.of(
            "gen_ai.output.messages",
            "llm.output_messages",
            "gen_ai.completion",
            "llm.completions",
            "ai.response.object",
            "langfuse.observation.output",
            "traceloop.entity.output",
            "output.value");

    @Override
    public boolean read(Fields object, Reading reading, String role, int depth) {
        if (object.object().propertyNames().stream().noneMatch(name -> name.indexOf('.') > 0)) {
            return false;
        }
        JsonNode system = object.take(SYSTEM);
        if (system != null) {
            reading.value(system, Message.SYSTEM, depth);
        }
        boolean input = first(object, INPUTS, Message.USER, reading, depth);
        boolean output = vercel(object, reading, depth) || first(object, OUTPUTS, Message.ASSISTANT, reading, depth);
        JsonNode message = tree(object, "message");
        if (message != null) {
            reading.value(message, role, depth);
        }
        return system != null || input || output || message != null;
    }

    private static boolean first(Fields object, List<String> names, String role, Reading reading, int depth) {
        for (String name : names) {
            JsonNode direct = object.take(name);
            JsonNode value = direct == null ? tree(object, name) : direct;
            if (value != null) {
                reading.value(value, role, depth);
                return true;
            }
        }
        return false;
    }

    /** Vercel's AI SDK has text, reasoning and calls in attributes of their own. */
    private static boolean vercel(Fields object, Reading reading, int depth) {
        if (!object.hasAny("ai.response.text", "ai.response.toolCalls")) {
            return false;
        }
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        move(object, "ai.response.reasoning", message, "reasoning");
        move(object, "ai.response.text", message, "text");
        move(object, "ai.response.toolCalls", message, "toolCalls");
        reading.value(message, Message.ASSISTANT, depth);
        return true;
    }

    private static void move(Fields from, String name, ObjectNode to, String as) {
        JsonNode value = from.take(name);
        if (value != null) {
            to.set(as, value);
        }
    }

    /** The tree whose leaves are the fields that begin with {@code prefix} and a dot. */
    private static @Nullable JsonNode tree(Fields object, String prefix) {
        Map<String, Object> root = new LinkedHashMap<>();
        for (String name : object.object().propertyNames()) {
            JsonNode leaf = name.startsWith(prefix + ".") ? object.take(name) : null;
            if (leaf != null) {
                put(root, name.substring(prefix.length() + 1), leaf, 0);
            }
        }
        return root.isEmpty() ? null : node(root);
    }

    /** What is both a leaf and a branch keeps the rest of its name as one. */
    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> branch, String path, JsonNode leaf, int depth) {
        int dot = depth == Content.DEEPEST ? -1 : path.indexOf('.');
        Object inner = dot < 0 ? leaf : branch.computeIfAbsent(path.substring(0, dot), name -> new LinkedHashMap<>());
        if (dot < 0 || !(inner instanceof Map)) {
            branch.merge(path, leaf, (one, another) -> one);
        } else {
            put((Map<String, Object>) inner, path.substring(dot + 1), leaf, depth + 1);
        }
    }

    @SuppressWarnings("unchecked")
    private static JsonNode node(Object value) {
        if (value instanceof JsonNode leaf) {
            return leaf;
        }
        Map<String, Object> branch = (Map<String, Object>) value;
        if (branch.keySet().stream().allMatch(name -> name.matches("\\d{1,6}"))) {
            Map<Integer, Object> byIndex = new TreeMap<>();
            branch.forEach((index, each) -> byIndex.merge(Integer.parseInt(index), each, (one, another) -> one));
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            byIndex.values().forEach(each -> array.add(node(each)));
            return array;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        branch.forEach((name, each) -> object.set(name, node(each)));
        return object;
    }
}
