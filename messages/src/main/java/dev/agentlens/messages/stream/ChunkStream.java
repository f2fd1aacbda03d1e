/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.stream;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Chunks in the shape of the complete response: OpenAI's with a {@code delta}, Gemini's {@code candidates}, Ollama's
 * until {@code done}.
 */
final class ChunkStream implements Streams.Stream {

    @Override
    public boolean has(ObjectNode piece) {
        return piece.path("choices").isArray()
                        && (piece.path("choices").isEmpty()
                                || piece.at("/choices/0/delta").isObject())
                || piece.path("candidates").isArray()
                || piece.path("done").isBoolean()
                        && (piece.path("message").isObject()
                                || piece.path("response").isString());
    }

    @Override
    public ObjectNode join(List<ObjectNode> pieces) {
        ObjectNode merged = pieces.get(0).objectNode();
        for (ObjectNode piece : pieces) {
            ObjectNode indexed = piece.deepCopy();
            // Gemini leaves out an index of 0.
            if (indexed.at("/candidates/0") instanceof ObjectNode first && !first.has("index")) {
                first.put("index", 0);
            }
            Merge.into(merged, indexed);
        }
        return merged;
    }
}
