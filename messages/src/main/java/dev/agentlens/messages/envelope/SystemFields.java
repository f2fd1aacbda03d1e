/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.envelope;

import dev.agentlens.messages.content.Content;
import dev.agentlens.messages.content.MessageBody;
import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Draft;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.reading.MessageShape;
import dev.agentlens.messages.reading.Reading;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** System instructions beside the messages: Anthropic, OpenAI responses, Gemini, Bedrock, Cohere, Vercel. */
final class SystemFields implements MessageShape {

    private static final String[] NAMES = {
        "system", "system_prompt", "systemPrompt", "instructions", "systemInstruction", "system_instruction", "preamble"
    };

    @Override
    public boolean read(Fields object, Reading reading, String role, int depth) {
        boolean any = false;
        for (String name : NAMES) {
            JsonNode value = object.take(name);
            if (value != null) {
                any = true;
                reading.add(message(value, depth));
            }
        }
        return any;
    }

    private static Draft message(JsonNode value, int depth) {
        Draft message = new Draft(Message.SYSTEM);
        if (value instanceof ObjectNode content && content.has("parts")) {
            Fields fields = new Fields(content);
            MessageBody.read(fields, message, depth);
            message.other(fields.rest());
        } else {
            Content.read(value, message, depth);
        }
        return message;
    }
}
