/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.shape;

import dev.agentlens.messages.content.MessageBody;
import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Draft;
import dev.agentlens.messages.message.Roles;
import dev.agentlens.messages.reading.MessageShape;
import dev.agentlens.messages.reading.Reading;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * LangChain's messages: serialised ({@code {"lc":1,"id":[...,"AIMessage"],"kwargs"}}), as dictionaries
 * ({@code {"type":"ai","data"}}), and dumped ({@code {"type":"ai","content"}}).
 */
final class LangChainMessage implements MessageShape {

    private static final Set<String> TYPES = Set.of("human", "ai", "system", "tool", "function", "chat", "developer");

    @Override
    public boolean read(Fields object, Reading reading, String role, int depth) {
        if (object.peek("kwargs") instanceof ObjectNode kwargs && object.peek("id") instanceof ArrayNode id) {
            String ofClass =
                    id.isEmpty() ? null : Roles.ofClass(id.get(id.size() - 1).asString(""));
            object.take("kwargs");
            if (ofClass != null) {
                message(new Fields(kwargs), ofClass, reading, depth);
            } else {
                reading.value(kwargs, role, depth);
            }
            reading.other(object.rest());
            return true;
        }
        String type = object.peekText("type");
        String ofType = TYPES.contains(type) ? roleOf(type, role) : Roles.ofClass(type);
        if (ofType == null || object.has("role") || object.has("source")) {
            return false;
        }
        if (object.peek("data") instanceof ObjectNode data && data.has("content")) {
            object.take("data");
            object.take("type");
            Fields fields = new Fields(data);
            message(fields, ofType, reading, depth);
            reading.other(object.rest());
            return true;
        }
        if (!object.has("content")) {
            return false;
        }
        message(object, ofType, reading, depth);
        return true;
    }

    private static String roleOf(String type, String role) {
        String known = Roles.known(type);
        return known == null ? role : known;
    }

    private static void message(Fields fields, String role, Reading reading, int depth) {
        Draft message = new Draft(role);
        String type = fields.peekText("type");
        if (TYPES.contains(type) || Roles.ofClass(type) != null) {
            fields.take("type");
        }
        String said = fields.takeText("role");
        if (said != null) {
            message.role(said);
        }
        MessageBody.read(fields, message, depth);
        message.marked();
        message.other(fields.rest());
        reading.add(message);
    }
}
