/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.envelope;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.reading.MessageShape;
import dev.agentlens.messages.reading.Reading;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's {@code choices}, each with a {@code message}, a {@code delta} or a {@code text}. */
final class Choices implements MessageShape {

    @Override
    public boolean read(Fields object, Reading reading, String role, int depth) {
        ArrayNode choices = object.takeArray("choices");
        if (choices == null) {
            return false;
        }
        for (JsonNode choice : choices) {
            if (choice instanceof ObjectNode fields) {
                choice(new Fields(fields), reading, depth);
            } else {
                reading.value(choice, Message.ASSISTANT, depth);
            }
        }
        return true;
    }

    private static void choice(Fields choice, Reading reading, int depth) {
        JsonNode message = choice.take("message", "delta", "text");
        if (message == null) {
            reading.value(choice.object(), Message.ASSISTANT, depth);
        } else {
            reading.value(message, Message.ASSISTANT, depth);
            reading.other(choice.rest());
        }
    }
}
