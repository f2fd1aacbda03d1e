/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.stream;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's {@code response.created}, {@code response.output_text.delta} and so on. The last event with a response or
 * finished items contains everything from the deltas before it.
 */
final class ResponsesStream implements Streams.Stream {

    @Override
    public boolean has(ObjectNode piece) {
        return piece.path("type").asString("").startsWith("response.");
    }

    @Override
    public ObjectNode join(List<ObjectNode> pieces) {
        ObjectNode merged = pieces.get(0).objectNode();
        ArrayNode output = merged.putArray("output");
        ArrayNode events = merged.arrayNode();
        StringBuilder text = new StringBuilder();
        for (ObjectNode piece : pieces) {
            String type = piece.path("type").asString("");
            if (piece.at("/response/output") instanceof ArrayNode items && !items.isEmpty()) {
                output.forEach(events::add);
                output.removeAll();
                items.forEach(output::add);
                ObjectNode rest = piece.deepCopy();
                ((ObjectNode) rest.get("response")).remove("output");
                events.add(rest);
            } else if (type.equals("response.output_item.done")
                    && piece.path("item").isObject()) {
                output.add(piece.get("item"));
                ObjectNode rest = piece.deepCopy();
                rest.remove("item");
                events.add(rest);
            } else if (type.equals("response.output_text.delta")
                    && piece.path("delta").isString()) {
                text.append(piece.get("delta").stringValue());
                ObjectNode rest = piece.deepCopy();
                rest.remove("delta");
                events.add(rest);
            } else {
                events.add(piece);
            }
        }
        if (!text.isEmpty()) {
            merged.put(output.isEmpty() ? "response" : "deltas", text.toString());
        }
        if (output.isEmpty()) {
            merged.remove("output");
        }
        JsonNode rest = events;
        merged.set("events", rest);
        return merged;
    }
}
