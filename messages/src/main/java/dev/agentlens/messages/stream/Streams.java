/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.stream;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Merges responses that were recorded piece by piece. */
public final class Streams {

    private static final List<Stream> STREAMS =
            List.of(new ChunkStream(), new AnthropicStream(), new ConverseStream(), new ResponsesStream());

    /** The pieces of one kind of stream. */
    interface Stream {

        boolean has(ObjectNode piece);

        ObjectNode join(List<ObjectNode> pieces);
    }

    private Streams() {}

    /** The response whose pieces {@code array} holds; null if these are no pieces of a stream. */
    public static @Nullable ObjectNode joined(ArrayNode array) {
        if (array.isEmpty() || !array.valueStream().allMatch(JsonNode::isObject)) {
            return null;
        }
        List<ObjectNode> pieces =
                array.valueStream().map(ObjectNode.class::cast).toList();
        for (Stream stream : STREAMS) {
            Predicate<ObjectNode> isPiece = stream::has;
            if (pieces.stream().allMatch(isPiece)) {
                return stream.join(pieces);
            }
        }
        return null;
    }
}
