/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.message;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One message of a conversation with a model.
 *
 * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}; any other role as it was sent
 * @param text what was said, the parts of an assistant's message joined without a separator, those of others by line
 *     feeds; empty where there is none. A value of unknown shape is in it as compact JSON.
 * @param toolCalls tools that the message asks for
 * @param toolResults results of tools that the message carries
 * @param reasoning what a model thought before it said the text; empty where there is none
 * @param attachments images, audio and files
 * @param other fields of the message and of its parts that are none of the above, one object for each part that had any
 * @param json whether {@code text} is nothing but the JSON of values that no shape fits
 */
public record Message(
        String role,
        String text,
        List<ToolCall> toolCalls,
        List<ToolResult> toolResults,
        String reasoning,
        List<Attachment> attachments,
        List<JsonNode> other,
        boolean json) {

    public static final String SYSTEM = "system";
    public static final String USER = "user";
    public static final String ASSISTANT = "assistant";
    public static final String TOOL = "tool";
}
