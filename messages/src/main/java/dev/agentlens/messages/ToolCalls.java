/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.json.Json;
import dev.agentlens.messages.message.ToolCall;
import dev.agentlens.messages.tool.ToolCallReader;
import dev.agentlens.messages.tool.ToolCallSigns;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tool calls that an event is about; what a model's response asks for is {@link Step#requestedTools()}. */
public final class ToolCalls {

    private static final String[] LISTS = {"tool_calls", "toolCalls", "calls"};

    /** Of any event. */
    private static final String[] NAMES = {"tool_name", "toolName"};

    /** Of an event about a tool. */
    private static final String[] NAMES_ABOUT_TOOL = {"name", "tool", "function", "function_name"};

    private static final String[] INPUTS = {"tool_input", "toolInput", "args", "arguments", "parameters", "input"};
    private static final String[] OUTPUTS = {"tool_output", "toolOutput", "result", "output", "response"};

    /** Attributes of OpenTelemetry, OpenInference and Vercel, in this order. */
    private static final String[] NAME_ATTRIBUTES = {"gen_ai.tool.name", "tool.name", "ai.toolCall.name"};

    private static final String[] INPUT_ATTRIBUTES = {
        "gen_ai.tool.call.arguments", "tool.parameters", "ai.toolCall.args", "input.value", "traceloop.entity.input"
    };
    private static final String[] OUTPUT_ATTRIBUTES = {
        "gen_ai.tool.call.result", "ai.toolCall.result", "output.value", "traceloop.entity.output"
    };
    private static final String[] ID_ATTRIBUTES = {"gen_ai.tool.call.id", "tool_call.id", "ai.toolCall.id"};

    private static final int LONGEST_NAME = 64;
    private static final int DEEPEST = 8;

    private ToolCalls() {}

    /**
     * The calls of an event, wherever their name, input and output are: in {@code tool_call}, in the event itself, in its
     * {@code attributes}, and, of an event about one tool, in {@code input_data} and {@code output_data}.
     *
     * @return in the order of the event; empty where it is about no tool
     */
    public static List<ToolCall> of(Payload event) {
        List<ToolCall> calls = new ArrayList<>();
        add(event.toolCall(), calls, 0);
        if (calls.size() > 1) {
            return List.copyOf(calls);
        }
        ToolCall call = calls.isEmpty() ? null : calls.get(0);
        JsonNode attributes = event.other("attributes");
        String name = call == null || call.name() == null ? nameBeside(event, attributes) : call.name();
        if (call == null && name == null && event.isAboutTool()) {
            List<ToolCall> ofInput = inInput(event);
            if (ofInput.size() > 1) {
                return ofInput;
            }
            call = ofInput.isEmpty() ? null : ofInput.get(0);
            name = call == null ? null : call.name();
        }
        if (call == null && name == null && !event.isAboutTool()) {
            return List.of();
        }
        ToolCall known = call == null ? new ToolCall(null, null, null, null, null) : call;
        ToolCall complete =
                event.isAboutTool() || call == null ? completed(known, name, event, attributes) : named(known, name);
        return isNothing(complete) ? List.of() : List.of(complete);
    }

    /** Whether events of this type are about tools: {@code tool_call}, {@code tool_error}, and others that say so. */
    public static boolean areOf(String eventType) {
        return eventType.startsWith("tool") || eventType.equals("function_call");
    }

    /** The names of the tools that the event is about, each once. */
    public static Set<String> names(Payload event) {
        Set<String> names = new LinkedHashSet<>();
        for (ToolCall call : of(event)) {
            if (call.name() != null) {
                names.add(call.name());
            }
        }
        return names;
    }

    private static void add(@Nullable JsonNode value, List<ToolCall> calls, int depth) {
        if (value == null || value.isNull() || depth > DEEPEST) {
            return;
        }
        if (value.isArray()) {
            value.forEach(each -> add(each, calls, depth + 1));
        } else if (value instanceof ObjectNode object) {
            JsonNode list = list(object);
            ToolCall call = list == null ? ToolCallReader.read(new Fields(object), rest -> {}) : null;
            if (list != null) {
                add(list, calls, depth + 1);
            } else if (call != null) {
                calls.add(call);
            } else if (object.valueStream()
                    .anyMatch(field -> !field.asString(" x").isBlank())) {
                calls.add(new ToolCall(null, null, object, null, null));
            }
        } else if (value.isString()) {
            JsonNode held = Json.parseContainer(value.stringValue());
            if (held != null) {
                add(held, calls, depth + 1);
            } else {
                calls.add(ofText(value));
            }
        } else {
            calls.add(new ToolCall(null, null, value, null, null));
        }
    }

    private static @Nullable JsonNode list(ObjectNode object) {
        for (String name : LISTS) {
            if (object.path(name).isArray() && !object.path(name).isEmpty()) {
                return object.get(name);
            }
        }
        return null;
    }

    /** A word is the name of a tool, any other text its input. */
    private static ToolCall ofText(JsonNode text) {
        String word = text.stringValue();
        boolean isName =
                !word.isEmpty() && word.length() <= LONGEST_NAME && word.chars().noneMatch(c -> c <= ' ');
        return isName
                ? new ToolCall(null, word, null, null, null)
                : new ToolCall(null, null, word.isBlank() ? null : text, null, null);
    }

    private static @Nullable String nameBeside(Payload event, @Nullable JsonNode attributes) {
        String name = text(event.other(), NAMES);
        if (name == null && event.isAboutTool()) {
            name = text(event.other(), NAMES_ABOUT_TOOL);
        }
        return name == null ? text(attributes, NAME_ATTRIBUTES) : name;
    }

    /** A call that is the complete input. */
    private static List<ToolCall> inInput(Payload event) {
        if (!(event.input() instanceof ObjectNode input)) {
            return List.of();
        }
        List<ToolCall> calls = new ArrayList<>();
        Fields fields = new Fields(input);
        if (list(input) != null
                || fields.hasAny("function", "toolUse", "functionCall", "tool_name", "toolName")
                || ToolCallSigns.hasNameAndArguments(fields)) {
            add(input, calls, 0);
        }
        return calls.stream().filter(call -> call.name() != null).toList();
    }

    private static ToolCall completed(
            ToolCall call, @Nullable String name, Payload event, @Nullable JsonNode attributes) {
        JsonNode input = call.input();
        JsonNode output = call.output();
        input = input == null ? ToolCallReader.decoded(first(event.other(), INPUTS)) : input;
        input = input == null ? ToolCallReader.decoded(first(attributes, INPUT_ATTRIBUTES)) : input;
        output = output == null ? first(event.other(), OUTPUTS) : output;
        output = output == null ? first(attributes, OUTPUT_ATTRIBUTES) : output;
        if (event.isAboutTool()) {
            input = input == null && !Payload.isEmpty(event.input()) ? event.input() : input;
            output = output == null && !Payload.isEmpty(event.output()) ? event.output() : output;
        }
        String id = call.id() == null ? text(event.other(), "tool_call_id", "call_id") : call.id();
        return new ToolCall(id == null ? text(attributes, ID_ATTRIBUTES) : id, name, input, output, call.error());
    }

    private static ToolCall named(ToolCall call, @Nullable String name) {
        return new ToolCall(call.id(), name, call.input(), call.output(), call.error());
    }

    private static boolean isNothing(ToolCall call) {
        return call.name() == null && call.input() == null && call.output() == null && call.error() == null;
    }

    private static @Nullable JsonNode first(@Nullable JsonNode object, String... names) {
        for (String name : names) {
            JsonNode value = object == null ? null : object.get(name);
            if (value != null && !value.isNull()) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable String text(@Nullable JsonNode object, String... names) {
        for (String name : names) {
            JsonNode value = object == null ? null : object.get(name);
            if (value != null && value.isString() && !value.stringValue().isBlank()) {
                return value.stringValue();
            }
        }
        return null;
    }
}
