/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.content;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.json.Json;
import dev.agentlens.messages.json.JsonStrings;
import dev.agentlens.messages.message.Draft;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.message.ToolCall;
import dev.agentlens.messages.message.ToolResult;
import dev.agentlens.messages.tool.ToolCallReader;
import dev.agentlens.messages.tool.ToolCallSigns;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The content of a message, under the names that providers and frameworks have for it. */
public final class MessageBody {

    private static final String[] REASONING = {
        "reasoning_content", "reasoning", "reasoningText", "thinking", "thought", "tool_plan", "reasoning_details"
    };
    private static final String[] CONTENT = {"content", "parts", "blocks", "contents", "text", "content_blocks", "delta"
    };
    private static final String[] CALLS = {"tool_calls", "toolCalls", "toolInvocations", "function_call", "tool_call"};
    private static final String[] RESULT_OF = {"tool_call_id", "toolCallId", "call_id"};
    private static final List<String> ATTACHMENTS =
            List.of("images", "attachments", "experimental_attachments", "files");

    private MessageBody() {}

    /** Adds the known fields to {@code message}; returns whether there were any. */
    public static boolean read(Fields body, Draft message, int depth) {
        for (String name : REASONING) {
            reasoning(body, name, message, depth);
        }
        if (message.role().equals(Message.TOOL)) {
            result(body, message, depth);
        } else {
            content(body, message, depth);
        }
        String refusal = body.takeText("refusal");
        if (refusal != null) {
            message.text(refusal);
        }
        for (String name : CALLS) {
            calls(body, name, message);
        }
        if (body.peek("additional_kwargs") instanceof ObjectNode more) {
            additional(body, more, message, depth);
        }
        MediaPart.audio(body, message);
        for (String name : ATTACHMENTS) {
            MediaPart.list(body, name, message, depth);
        }
        if (ToolCallSigns.hasNameAndArguments(body)) {
            ToolCall call = ToolCallReader.read(body, message::other);
            if (call != null) {
                message.call(call);
            }
        }
        return !message.isEmpty();
    }

    private static void reasoning(Fields body, String name, Draft message, int depth) {
        JsonNode thought = body.peek(name);
        if (thought == null || thought.isBoolean() || thought.isNumber()) {
            return;
        }
        body.take(name);
        if (thought instanceof ObjectNode object && !Content.part(object, message, depth)) {
            message.reasoning(Json.compact(object));
        } else if (!thought.isObject()) {
            String text = thought.isArray() ? reasoningParts(thought, message, depth) : thought.asString();
            if (!text.isEmpty()) {
                message.reasoning(text);
            }
        }
    }

    private static String reasoningParts(JsonNode parts, Draft message, int depth) {
        Draft inner = new Draft(Message.USER);
        Content.read(parts, inner, depth);
        message.takeBesides(inner);
        return inner.said();
    }

    /** A message often has the same text twice, as a string and in parts. */
    private static void content(Fields body, Draft message, int depth) {
        for (String name : CONTENT) {
            JsonNode content = body.peek(name);
            if (content == null) {
                continue;
            }
            String said = message.said();
            boolean again =
                    content.isString() && !content.stringValue().isEmpty() && said.contains(content.stringValue());
            if (!again) {
                body.take(name);
                JsonNode parts = content.isString() ? partsIn(content.stringValue()) : null;
                Content.read(parts == null ? content : parts, message, depth);
            }
        }
    }

    /** Parts that came as JSON in a string. */
    private static @Nullable JsonNode partsIn(String text) {
        JsonNode held = text.startsWith("[") ? JsonStrings.messagesIn(text) : null;
        return held instanceof ArrayNode parts && parts.valueStream().noneMatch(part -> part.has("role"))
                ? parts
                : null;
    }

    private static void result(Fields body, Draft message, int depth) {
        JsonNode content = body.peek("content") == null ? body.peek("parts") : body.peek("content");
        if (content instanceof ArrayNode parts && holdsResults(parts)) {
            content(body, message, depth);
            return;
        }
        String id = body.takeText(RESULT_OF);
        String name = body.takeText("name", "tool_name", "toolName");
        JsonNode result = body.take("content", "output", "result", "parts", "blocks", "text");
        boolean failed = "error".equals(body.peekText("status")) || body.takeFlag("is_error", "isError");
        String text = result == null ? "" : Content.textOf(result, message, depth);
        message.result(new ToolResult(id, name, text, failed));
    }

    private static boolean holdsResults(ArrayNode parts) {
        for (JsonNode part : parts) {
            if (part instanceof ObjectNode object
                    && new ToolResultPart().read(new Fields(object), new Draft(Message.TOOL), 1)) {
                return true;
            }
        }
        return false;
    }

    private static void calls(Fields body, String name, Draft message) {
        JsonNode calls = body.peek(name);
        JsonNode held = calls != null && calls.isString() ? Json.parseContainer(calls.stringValue()) : calls;
        if (held == null || !held.isContainer()) {
            return;
        }
        body.take(name);
        for (JsonNode call : held.isArray() ? held.values() : List.of(held)) {
            Fields fields = call instanceof ObjectNode object ? new Fields(object) : null;
            ToolCall read = fields == null ? null : ToolCallReader.read(fields, message::other);
            if (fields == null || read == null) {
                message.unknown(call);
            } else {
                message.call(read);
                message.other(fields.rest());
            }
        }
    }

    /** LangChain and LlamaIndex keep what they do not name themselves; of calls it is a second copy. */
    private static void additional(Fields body, ObjectNode more, Draft message, int depth) {
        body.take("additional_kwargs");
        Fields fields = new Fields(more);
        if (!message.hasCalls()) {
            calls(fields, "tool_calls", message);
            calls(fields, "function_call", message);
        }
        reasoning(fields, "reasoning_content", message, depth);
        message.other(fields.rest());
    }
}
