/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.envelope;

import dev.agentlens.messages.content.Content;
import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.reading.MessageShape;
import dev.agentlens.messages.reading.Reading;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** LangChain's {@code generations}, lists of lists; each has the text, and of a chat model the message with it too. */
final class Generations implements MessageShape {

    @Override
    public boolean read(Fields object, Reading reading, String role, int depth) {
        ArrayNode generations = object.takeArray("generations");
        if (generations == null) {
            return false;
        }
        each(generations, reading, depth);
        return true;
    }

    private static void each(ArrayNode generations, Reading reading, int depth) {
        for (JsonNode generation : generations) {
            if (generation instanceof ArrayNode nested && depth < Content.DEEPEST) {
                each(nested, reading, depth + 1);
            } else if (generation instanceof ObjectNode one && one.get("message") instanceof ObjectNode message) {
                Fields fields = new Fields(one);
                fields.take("message");
                reading.value(message, Message.ASSISTANT, depth);
                reading.other(fields.rest());
            } else {
                reading.value(generation, Message.ASSISTANT, depth);
            }
        }
    }
}
