/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.shape;

import dev.agentlens.messages.content.Content;
import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Draft;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.message.Roles;
import dev.agentlens.messages.reading.MessageShape;
import dev.agentlens.messages.reading.Reading;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** AutoGen's messages: {@code {"source":"planner","type":"TextMessage","content"}}; {@code source} names an agent. */
final class AutoGenMessage implements MessageShape {

    @Override
    public boolean read(Fields object, Reading reading, String role, int depth) {
        String type = object.peekText("type");
        boolean named = !object.peekText("source").isEmpty() || type.equals("FunctionExecutionResultMessage");
        if (!named || !object.has("content") || object.has("role")) {
            return false;
        }
        String known = knownRole(type, object.peekText("source"));
        Draft message = new Draft(known == null ? Message.ASSISTANT : known);
        if (type.endsWith("Message") || type.endsWith("Event")) {
            object.take("type");
        }
        String thought = object.takeText(type.equals("ThoughtEvent") ? "content" : "thought");
        if (thought != null) {
            message.reasoning(thought);
        }
        JsonNode content = object.take("content");
        if (content != null) {
            Content.read(content, message, depth);
        }
        message.marked();
        message.other(object.rest());
        reading.add(message);
        return true;
    }

    private static @Nullable String knownRole(String type, String source) {
        return switch (type) {
            case "SystemMessage" -> Message.SYSTEM;
            case "UserMessage" -> Message.USER;
            case "FunctionExecutionResultMessage", "ToolCallExecutionEvent" -> Message.TOOL;
            default -> Roles.known(source);
        };
    }
}
