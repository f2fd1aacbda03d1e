/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.stream;

import dev.agentlens.messages.message.Message;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's {@code message_start}, {@code content_block_delta} and so on. */
final class AnthropicStream implements Streams.Stream {

    private static final Set<String> TYPES = Set.of(
            "message_start",
            "content_block_start",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop",
            "ping");

    @Override
    public boolean has(ObjectNode piece) {
        return TYPES.contains(piece.path("type").asString(""));
    }

    @Override
    public ObjectNode join(List<ObjectNode> pieces) {
        ObjectNode message = pieces.get(0).objectNode().put("role", Message.ASSISTANT);
        Map<Integer, ObjectNode> blocks = new TreeMap<>();
        ObjectNode besides = message.objectNode();
        for (ObjectNode piece : pieces) {
            String type = piece.path("type").asString("");
            ObjectNode rest = piece.deepCopy();
            rest.remove(piece.path("index").isInt() ? List.of("type", "index") : List.of("type"));
            String name = type.equals("content_block_start") ? "content_block" : "delta";
            if (rest.get(name) instanceof ObjectNode block && !type.equals("message_delta")) {
                rest.remove(name);
                int index = piece.path("index").asInt(0);
                Merge.into(blocks.computeIfAbsent(index, i -> message.objectNode()), block(block));
            }
            Merge.into(besides, rest);
        }
        message.set("stream", besides);
        ArrayNode content = message.putArray("content");
        blocks.values().forEach(content::add);
        return message;
    }

    /** As a block would say it. A call starts with no arguments at all, which its deltas then write as text. */
    private static ObjectNode block(ObjectNode part) {
        String type = part.path("type").asString("");
        if (type.endsWith("_delta")) {
            part.remove("type");
        }
        if (part.path("input").isObject() && part.path("input").isEmpty()) {
            part.remove("input");
        }
        if (part.has("partial_json") && !part.has("input")) {
            part.set("input", part.remove("partial_json"));
        }
        return part;
    }
}
