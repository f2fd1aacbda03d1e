/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.content;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Draft;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model thought: {@code thinking} and {@code redacted_thinking} of Anthropic and Mistral, {@code reasoning} of
 * OpenAI, LangChain, Vercel and OpenTelemetry, {@code reasoningContent} of Bedrock, {@code "thought":true} of Gemini.
 */
final class ReasoningPart implements PartShape {

    private static final Set<String> TYPES = Set.of("thinking", "redacted_thinking", "reasoning", "thinking_delta");

    @Override
    public boolean read(Fields part, Draft message, int depth) {
        if (TYPES.contains(part.peekText("type")) || part.peekText("block_type").equals("thinking")) {
            part.takeType(TYPES::contains);
            thoughts(part, message, depth);
            return true;
        }
        JsonNode thought = part.peek("thought");
        JsonNode thoughtText = part.peek("text");
        if (thought != null
                && thoughtText != null
                && thought.isBoolean()
                && thought.booleanValue()
                && thoughtText.isString()) {
            part.take("thought");
            part.take("text");
            message.reasoning(thoughtText.stringValue());
            return true;
        }
        ObjectNode bedrock = part.takeObject("reasoningContent");
        if (bedrock == null) {
            return false;
        }
        Fields content = new Fields(bedrock);
        ObjectNode nested = content.takeObject("reasoningText");
        Fields text = nested == null ? content : new Fields(nested);
        thoughts(text, message, depth);
        if (text != content) {
            message.other(text.rest());
        }
        message.other(content.rest());
        return true;
    }

    private static void thoughts(Fields part, Draft message, int depth) {
        message.marked();
        for (String name : new String[] {"thinking", "text", "reasoning", "content", "summary"}) {
            JsonNode thought = part.take(name);
            if (thought != null) {
                String text = Content.textOf(thought, message, depth);
                if (!text.isEmpty()) {
                    message.reasoning(text);
                }
            }
        }
    }
}
