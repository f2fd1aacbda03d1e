/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.conversation;

import dev.agentlens.messages.json.Json;
import dev.agentlens.query.session.UtcTimes;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Messages as JSON. */
final class ConversationJson {

    private ConversationJson() {}

    static void write(JsonGenerator json, ConversationMessage message) {
        json.writeStartObject();
        json.writeStringProperty("role", message.role());
        json.writeStringProperty("text", message.text());
        if (!message.reasoning().isEmpty()) {
            json.writeStringProperty("reasoning", message.reasoning());
        }
        json.writeArrayPropertyStart("tool_calls");
        message.calls().forEach(call -> write(json, call));
        json.writeEndArray();
        if (!message.attachments().isEmpty()) {
            json.writeArrayPropertyStart("attachments");
            message.attachments().forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeStringProperty("event_id", message.eventId());
        json.writeStringProperty("timestamp", UtcTimes.text(message.timestamp()));
        if (message.model() != null) {
            json.writeStringProperty("model", message.model());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ConversationCall call) {
        json.writeStartObject();
        text(json, "id", call.id());
        text(json, "name", call.name());
        value(json, "arguments", call.arguments());
        if (call.result() != null) {
            value(json, "result", call.result());
        }
        if (call.error() != null) {
            json.writeStringProperty("error", call.error());
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, @Nullable String text) {
        if (text == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, text);
        }
    }

    private static void value(JsonGenerator json, String name, @Nullable JsonNode value) {
        json.writeName(name);
        json.writeRawValue(value == null ? "null" : Json.compact(value));
    }
}
