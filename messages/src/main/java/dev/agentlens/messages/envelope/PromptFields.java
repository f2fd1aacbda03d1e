/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.envelope;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.reading.MessageShape;
import dev.agentlens.messages.reading.Reading;
import tools.jackson.databind.JsonNode;

/** The prompt, in a field of its own: {@code prompt}, OpenAI's {@code input}, Cohere's {@code message}. */
final class PromptFields implements MessageShape {

    private static final String[] NAMES = {
        "prompt", "prompts", "input", "inputs", "inputText", "user_prompt", "userPrompt", "user_input"
    };

    @Override
    public boolean read(Fields object, Reading reading, String role, int depth) {
        boolean any = false;
        for (String name : NAMES) {
            JsonNode value = object.take(name);
            if (value != null) {
                any = true;
                reading.value(value, Message.USER, depth);
            }
        }
        JsonNode message = object.peek("message");
        if (message != null && message.isString()) {
            object.take("message");
            any = true;
            reading.value(message, Message.USER, depth);
        }
        return any;
    }
}
