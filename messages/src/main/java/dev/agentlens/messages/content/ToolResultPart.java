/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.content;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Draft;
import dev.agentlens.messages.message.ToolResult;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool returned: {@code tool_result} of Anthropic, {@code function_call_output} of OpenAI, {@code toolResult} of
 * Bedrock, {@code functionResponse} of Gemini, {@code tool-result} of Vercel, {@code tool_call_response} of OpenTelemetry,
 * {@code {"content","name","call_id"}} of AutoGen.
 */
final class ToolResultPart implements PartShape {

    private static final Set<String> TYPES = Set.of(
            "tool_result",
            "tool-result",
            "tool-error",
            "tool_call_response",
            "tool_response",
            "server_tool_result",
            "function_response");
    private static final Set<String> VALUE_TYPES = Set.of("text", "json", "error-text", "error-json", "content");
    private static final String[] IDS = {
        "tool_use_id", "toolUseId", "tool_call_id", "toolCallId", "call_id", "callId", "execution_id", "id"
    };
    private static final String[] NAMES = {"name", "toolName", "tool_name"};
    private static final String[] RESULTS = {"content", "output", "result", "response", "error", "outcome", "tools"};

    @Override
    public boolean read(Fields part, Draft message, int depth) {
        String type = part.peekText("type");
        if (TYPES.contains(type) || type.endsWith("_tool_result") || type.endsWith("_call_output")) {
            part.take("type");
            result(part, message, depth);
            return true;
        }
        if (type.isEmpty() && part.has("call_id") && part.has("content")) {
            result(part, message, depth);
            return true;
        }
        ObjectNode wrapped =
                part.takeObject("toolResult", "functionResponse", "function_response", "codeExecutionResult");
        if (wrapped == null) {
            return false;
        }
        Fields inner = new Fields(wrapped);
        result(inner, message, depth);
        message.other(inner.rest());
        return true;
    }

    private static void result(Fields part, Draft message, int depth) {
        String id = part.takeText(IDS);
        String name = part.takeText(NAMES);
        JsonNode content = part.take(RESULTS);
        JsonNode value = content instanceof ObjectNode object ? typed(object) : null;
        boolean failed = part.takeFlag("is_error", "isError", "failed")
                || isError(part.peekText("status"))
                || (content != null
                        && value != null
                        && content.path("type").asString("").startsWith("error"));
        String text = content == null ? "" : Content.textOf(value == null ? content : value, message, depth);
        message.result(new ToolResult(id, name, text, failed));
    }

    /** The value in Vercel's {@code {"type":"json","value"}}. */
    private static @Nullable JsonNode typed(ObjectNode output) {
        return output.size() == 2 && VALUE_TYPES.contains(output.path("type").asString(""))
                ? output.get("value")
                : null;
    }

    private static boolean isError(String status) {
        return status.equals("error") || status.equals("failed");
    }
}
