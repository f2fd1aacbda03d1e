/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.stream;

import dev.agentlens.messages.message.Message;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Bedrock's ConverseStream: {@code messageStart}, {@code contentBlockDelta} and so on. */
final class ConverseStream implements Streams.Stream {

    private static final Set<String> NAMES = Set.of(
            "messageStart", "contentBlockStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata");

    @Override
    public boolean has(ObjectNode piece) {
        return piece.size() == 1
                && NAMES.contains(piece.propertyNames().iterator().next());
    }

    @Override
    public ObjectNode join(List<ObjectNode> pieces) {
        ObjectNode message = pieces.get(0).objectNode().put("role", Message.ASSISTANT);
        Map<Integer, ObjectNode> blocks = new TreeMap<>();
        ObjectNode besides = message.objectNode();
        for (ObjectNode piece : pieces) {
            String name = piece.propertyNames().iterator().next();
            ObjectNode rest = piece.deepCopy();
            if (rest.get(name) instanceof ObjectNode event && name.startsWith("contentBlock")) {
                int index = event.path("contentBlockIndex").asInt(0);
                for (String part : List.of("start", "delta")) {
                    if (event.get(part) instanceof ObjectNode more) {
                        event.remove(part);
                        Merge.into(blocks.computeIfAbsent(index, i -> message.objectNode()), more);
                    }
                }
            }
            Merge.into(besides, rest);
        }
        message.set("stream", besides);
        ArrayNode content = message.putArray("content");
        blocks.values().stream().filter(block -> !block.isEmpty()).forEach(content::add);
        return message;
    }
}
