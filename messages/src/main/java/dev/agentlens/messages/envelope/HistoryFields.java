/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.envelope;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.reading.MessageShape;
import dev.agentlens.messages.reading.Reading;
import tools.jackson.databind.JsonNode;

/** Lists of messages: OpenAI, Anthropic, Ollama, Mistral, Vercel and most others; Gemini's {@code contents}; Cohere. */
final class HistoryFields implements MessageShape {

    private static final String[] NAMES = {
        "messages",
        "chat_history",
        "history",
        "input_messages",
        "inputMessages",
        "contents",
        "conversation",
        "new_messages",
        "output_messages",
        "outputMessages"
    };

    @Override
    public boolean read(Fields object, Reading reading, String role, int depth) {
        boolean any = false;
        for (String name : NAMES) {
            JsonNode value = object.peek(name);
            if (value != null && (value.isContainer() || name.equals("messages"))) {
                object.take(name);
                any = true;
                reading.value(value, role, depth);
            }
        }
        return any;
    }
}
