/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.tool;

import dev.agentlens.messages.json.Fields;
import java.util.Set;

/** What shows that an object is the call of a tool. */
public final class ToolCallSigns {

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

    private ToolCallSigns() {}

    /** Whether a part of a message is a call, by its type, its wrapper, or a name beside arguments. */
    public static boolean isCall(Fields part) {
        String type = part.peekText("type");
        return TYPES.contains(type)
                || type.endsWith("_call")
                || part.peekText("block_type").equals("tool_call")
                || type.startsWith("tool-") && part.hasAny("input", "output", "toolCallId")
                || part.hasAny("functionCall", "function_call", "toolUse", "toolInvocation", "executableCode")
                || type.isEmpty() && part.peek("tool_call") != null
                || type.isEmpty() && hasNameAndArguments(part);
    }

    /** Whether it has a name beside arguments, as only a call has. */
    public static boolean hasNameAndArguments(Fields call) {
        return call.peek("arguments") != null && !call.peekText("name").isEmpty()
                || call.peek("args") != null && !call.peekText("name").isEmpty()
                || call.peek("tool_input") != null && !call.peekText("tool").isEmpty()
                || call.hasAny("tool_name", "toolName") && call.hasAny(ToolCallReader.INPUTS);
    }

    /** A type of calls alone. */
    static boolean isType(String type) {
        return TYPES.contains(type) || type.endsWith("_call") || type.startsWith("tool-");
    }
}
