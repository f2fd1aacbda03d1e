/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.shape;

import dev.agentlens.messages.content.MessageBody;
import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.json.JsonStrings;
import dev.agentlens.messages.message.Draft;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.message.Roles;
import dev.agentlens.messages.reading.MessageShape;
import dev.agentlens.messages.reading.Reading;
import java.util.List;

/**
 * An object with a {@code role}: OpenAI, Anthropic, Bedrock, Mistral, Cohere, Ollama, Gemini, LlamaIndex, Vercel,
 * OpenTelemetry; Cohere's first version keeps the text of a history's entry in {@code message}.
 */
final class RoleMessage implements MessageShape {

    @Override
    public boolean read(Fields object, Reading reading, String role, int depth) {
        String said = object.peekText("role");
        if (said.isEmpty() || object.hasAny("choices", "messages")) {
            return false;
        }
        object.take("role");
        if (List.of("message", "chat_message").contains(object.peekText("type"))) {
            object.take("type");
        }
        // Koog says that a tool asks for calls.
        boolean asks = Roles.of(said).equals(Message.TOOL) && JsonStrings.areCalls(object.peekText("content"));
        Draft message = new Draft(asks ? Message.ASSISTANT : Roles.of(said));
        MessageBody.read(object, message, depth);
        String text = object.takeText("message");
        if (text != null) {
            message.text(text);
        }
        message.marked();
        message.other(object.rest());
        reading.add(message);
        return true;
    }
}
