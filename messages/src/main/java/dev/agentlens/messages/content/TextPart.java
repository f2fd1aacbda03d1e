/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.content;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.json.Json;
import dev.agentlens.messages.message.Draft;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Text: {@code {"type":"text","text"}} of most, {@code input_text}, {@code output_text} and {@code refusal} of OpenAI,
 * {@code {"text":{"value"}}} of its assistants, {@code {"type":"text","content"}} of OpenTelemetry, {@code {"text"}} of
 * Gemini and Bedrock, {@code {"json"}} of Bedrock's tool results.
 */
final class TextPart implements PartShape {

    private static final Set<String> TYPES =
            Set.of("", "text", "input_text", "output_text", "summary_text", "reasoning_text", "text_delta", "refusal");

    @Override
    public boolean read(Fields part, Draft message, int depth) {
        String type = part.peekText("type");
        if (!TYPES.contains(type)) {
            return false;
        }
        String text = text(part, type, message);
        if (text != null) {
            part.takeType(TYPES::contains);
            message.text(text);
            return true;
        }
        JsonNode json = part.object().size() == 1 ? part.take("json") : null;
        if (json != null) {
            message.text(Json.text(json));
        }
        return json != null;
    }

    private static @Nullable String text(Fields part, String type, Draft message) {
        if (type.equals("refusal")) {
            return part.takeText("refusal");
        }
        if (part.peek("text") instanceof ObjectNode wrapped
                && wrapped.path("value").isString()) {
            part.take("text");
            Fields fields = new Fields(wrapped);
            String value = fields.takeText("value");
            message.other(fields.rest());
            return value;
        }
        String text = part.takeText("text");
        return text == null && !type.isEmpty() ? part.takeText("content") : text;
    }
}
