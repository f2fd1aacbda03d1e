/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.tool;

import dev.agentlens.messages.error.ErrorText;
import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.json.Json;
import dev.agentlens.messages.message.ToolCall;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The call of a tool, as an object: a name, arguments, and perhaps an id, a result and an error, under the names that
 * providers and frameworks have for them; flat, or the name and arguments in a wrapper such as OpenAI's {@code function}.
 */
public final class ToolCallReader {

    private static final String[] NAMES = {
        "tool_name", "toolName", "name", "tool", "function", "function_name", "action"
    };
    static final String[] INPUTS = {
        "tool_input",
        "toolInput",
        "input",
        "args",
        "arguments",
        "parameters",
        "tool_kwargs",
        "action_input",
        "partial_json"
    };
    private static final String[] OUTPUTS = {
        "tool_output", "toolOutput", "output", "result", "results", "response", "observation"
    };
    private static final String[] IDS = {
        "tool_call_id", "toolCallId", "call_id", "tool_use_id", "toolUseId", "id", "tool_id", "execution_id"
    };

    private static final List<String> WRAPPERS = List.of(
            "function",
            "functionCall",
            "function_call",
            "toolUse",
            "tool_use",
            "tool_call",
            "toolCall",
            "toolInvocation",
            "custom");

    /** Requests to tools that the provider itself runs: OpenAI's {@code web_search_call} and others of that kind. */
    private static final String[] HOSTED_INPUTS = {"action", "queries", "code", "input", "arguments"};

    private ToolCallReader() {}

    /**
     * Takes the call out of {@code call}; null, and nothing is taken, if it has neither a name nor arguments.
     *
     * @param other receives fields of a wrapper or an error that are not part of the call
     */
    public static @Nullable ToolCall read(Fields call, Consumer<@Nullable JsonNode> other) {
        for (String wrapper : WRAPPERS) {
            if (call.peek(wrapper) instanceof ObjectNode inner) {
                Fields fields = new Fields(inner);
                ToolCall wrapped = read(fields, other);
                if (wrapped != null && wrapped.name() != null) {
                    call.take(wrapper);
                    call.takeType(ToolCallSigns::isType);
                    other.accept(fields.rest());
                    return around(wrapped, call, other);
                }
            }
        }
        return flat(call, other);
    }

    private static ToolCall around(ToolCall inner, Fields call, Consumer<@Nullable JsonNode> other) {
        return new ToolCall(
                inner.id() == null ? call.takeText(IDS) : inner.id(),
                inner.name(),
                inner.input() == null ? decoded(call.take(INPUTS)) : inner.input(),
                inner.output() == null ? call.take(OUTPUTS) : inner.output(),
                inner.error() == null ? error(call, other) : inner.error());
    }

    private static @Nullable ToolCall flat(Fields call, Consumer<@Nullable JsonNode> other) {
        String type = call.peekText("type");
        if (call.peek("executableCode") instanceof ObjectNode code) {
            call.take("executableCode");
            return new ToolCall(call.takeText(IDS), "code_execution", code, null, null);
        }
        boolean hosted = type.endsWith("_call") && !call.hasAny("name", "tool_name");
        boolean ofInterface = type.startsWith("tool-") && !type.equals("tool-call") && !call.hasAny("toolName");
        if (!hosted
                && !ofInterface
                && !call.hasAny(INPUTS)
                && !call.hasAny("tool_output", "toolOutput")
                && name(call) == null) {
            return null;
        }
        String name = hosted
                ? type.substring(0, type.length() - "_call".length())
                : ofInterface ? type.substring("tool-".length()) : takeName(call);
        String id = call.takeText(IDS);
        JsonNode input = call.take(hosted ? HOSTED_INPUTS : INPUTS);
        JsonNode output = call.take(OUTPUTS);
        call.takeType(ToolCallSigns::isType);
        return new ToolCall(id, name, decoded(input), output, error(call, other));
    }

    private static @Nullable String name(Fields call) {
        for (String name : NAMES) {
            String text = call.peekText(name);
            if (!text.isEmpty()) {
                return name;
            }
        }
        return null;
    }

    private static @Nullable String takeName(Fields call) {
        String name = name(call);
        return name == null ? null : call.takeText(name);
    }

    private static @Nullable String error(Fields call, Consumer<@Nullable JsonNode> other) {
        JsonNode error = call.take("error", "errorText", "error_message");
        if (error != null) {
            if (!error.isString() && !error.isBoolean()) {
                other.accept(error);
            }
            return ErrorText.of(error);
        }
        boolean failed = call.takeFlag("is_error", "isError");
        return failed || List.of("error", "failed", "output-error").contains(call.peekText("status")) ? "" : null;
    }

    /** Arguments that a JSON string holds. */
    public static @Nullable JsonNode decoded(@Nullable JsonNode arguments) {
        JsonNode held = arguments != null && arguments.isString() ? Json.parseContainer(arguments.stringValue()) : null;
        return held == null ? arguments : held;
    }
}
