/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages;

import java.util.Set;

/**
 * A tool that a model asks for, as {@link ToolCallShape} reads it; a type or a wrapper, or a name beside arguments, shows
 * that a part is one. A call of a tool that ran at once (Vercel, hosted tools) has its result too.
 */
final class ToolCallPart implements PartShape {

    private static final Set<String> TYPES = Set.of(
            "tool_use",
            "server_tool_use",
            "mcp_tool_use",
            "mcp_call",
            "tool_call",
            "tool-call",
            "tool_call_chunk",
            "server_tool_call",
            "function",
            "function_call",
            "custom_tool_call",
            "tool-invocation",
            "dynamic-tool",
            "custom");

    @Override
    public boolean read(Fields part, Draft message, int depth) {
        if (!isCall(part)) {
            return false;
        }
        ToolCall call = ToolCallShape.read(part, message::other);
        if (call == null) {
            return false;
        }
        message.call(call);
        String error = call.error();
        if (call.output() != null || error != null) {
            String text = call.output() == null ? String.valueOf(error) : Content.textOf(call.output(), message, depth);
            message.result(new ToolResult(call.id(), call.name(), text, error != null));
        }
        return true;
    }

    private static boolean isCall(Fields part) {
        String type = part.peekText("type");
        return TYPES.contains(type)
                || type.endsWith("_call")
                || part.peekText("block_type").equals("tool_call")
                || type.startsWith("tool-") && part.hasAny("input", "output", "toolCallId")
                || part.hasAny("functionCall", "function_call", "toolUse", "toolInvocation", "executableCode")
                || type.isEmpty() && part.peek("tool_call") != null
                || type.isEmpty() && ToolCallShape.hasNameAndArguments(part);
    }

    /** A type of calls alone. */
    static boolean isType(String type) {
        return TYPES.contains(type) || type.endsWith("_call") || type.startsWith("tool-");
    }
}
