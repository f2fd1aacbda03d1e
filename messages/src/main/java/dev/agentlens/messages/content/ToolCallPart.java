/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.content;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Draft;
import dev.agentlens.messages.message.ToolCall;
import dev.agentlens.messages.message.ToolResult;
import dev.agentlens.messages.tool.ToolCallReader;
import dev.agentlens.messages.tool.ToolCallSigns;

/**
 * A tool that a model asks for, as {@link ToolCallReader} reads it; a type or a wrapper, or a name beside arguments, shows
 * that a part is one. A call of a tool that ran at once (Vercel, hosted tools) has its result too.
 */
final class ToolCallPart implements PartShape {

    @Override
    public boolean read(Fields part, Draft message, int depth) {
        if (!ToolCallSigns.isCall(part)) {
            return false;
        }
        ToolCall call = ToolCallReader.read(part, message::other);
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
}
