/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.envelope;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.reading.MessageShape;
import dev.agentlens.messages.reading.Reading;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gemini's {@code candidates[].content.parts}. */
final class Candidates implements MessageShape {

    @Override
    public boolean read(Fields object, Reading reading, String role, int depth) {
        ArrayNode candidates = object.takeArray("candidates");
        if (candidates == null) {
            return false;
        }
        for (JsonNode candidate : candidates) {
            Fields fields = candidate instanceof ObjectNode each ? new Fields(each) : null;
            JsonNode content = fields == null ? null : fields.take("content", "message", "text");
            if (fields == null || content == null) {
                reading.value(candidate, Message.ASSISTANT, depth);
            } else {
                reading.value(content, Message.ASSISTANT, depth);
                reading.other(fields.rest());
            }
        }
        return true;
    }
}
