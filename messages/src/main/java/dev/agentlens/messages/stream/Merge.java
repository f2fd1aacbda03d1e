/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.stream;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Merges pieces of a stream: text is concatenated, lists are merged by the index of their elements. */
final class Merge {

    /** Fields that arrive in pieces; any other text is repeated completely. */
    private static final Set<String> CONTINUED = Set.of(
            "content",
            "text",
            "arguments",
            "response",
            "reasoning_content",
            "reasoning",
            "refusal",
            "thinking",
            "input",
            "partial_json",
            "transcript",
            "signature");

    /** Where conflicting values of two pieces are kept. */
    private static final String MORE = "more";

    private static final int DEEPEST = 16;

    private Merge() {}

    static void into(ObjectNode target, ObjectNode piece) {
        into(target, piece, 0);
    }

    private static void into(ObjectNode target, ObjectNode piece, int depth) {
        for (Map.Entry<String, JsonNode> field : List.copyOf(piece.properties())) {
            String name = field.getKey();
            JsonNode old = target.get(name);
            JsonNode more = field.getValue();
            if (old == null || old.isNull()) {
                target.set(name, more.deepCopy());
            } else if (old instanceof ObjectNode inner && more instanceof ObjectNode innerPiece && depth < DEEPEST) {
                into(inner, innerPiece, depth + 1);
            } else if (old instanceof ArrayNode list && more instanceof ArrayNode pieces && depth < DEEPEST) {
                pieces.forEach(each -> into(list, each, depth + 1));
            } else if (old.isString() && more.isString() && CONTINUED.contains(name)) {
                target.put(name, old.stringValue() + more.stringValue());
            } else if (!more.isNull() && !more.equals(old)) {
                target.withArray(MORE).add(target.objectNode().set(name, more));
            }
        }
    }

    private static void into(ArrayNode list, JsonNode piece, int depth) {
        JsonNode index = piece.get("index");
        for (JsonNode element : list) {
            if (index != null && index.equals(element.get("index")) && piece instanceof ObjectNode more) {
                into((ObjectNode) element, more, depth);
                return;
            }
        }
        list.add(piece.deepCopy());
    }
}
