/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages;

import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.message.ToolCall;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of a model, read from an event.
 *
 * @param input what was sent to the model, the history before its last message too
 * @param output what came back
 */
public record Step(Messages input, Messages output) {

    private static final String ATTRIBUTES = "attributes";

    /** Reads {@code input_data} and {@code output_data}; where one is empty, the fields beside them and the attributes. */
    public static Step of(Payload payload) {
        Messages input = Messages.read(payload.input(), Message.USER);
        Messages output = Messages.read(payload.output(), Message.ASSISTANT);
        if (!Payload.isEmpty(payload.input()) && !Payload.isEmpty(payload.output())) {
            return new Step(input, output);
        }
        Messages beside = beside(payload.other());
        return new Step(
                Payload.isEmpty(payload.input()) ? PromptAndResponse.asked(beside) : input,
                Payload.isEmpty(payload.output()) ? PromptAndResponse.responded(beside) : output);
    }

    private static Messages beside(@Nullable JsonNode other) {
        if (!(other instanceof ObjectNode fields)) {
            return Messages.NONE;
        }
        ObjectNode named = fields.objectNode();
        for (String name : PromptAndResponse.FIELDS) {
            if (fields.has(name)) {
                named.set(name, fields.get(name));
            }
        }
        if (fields.get(ATTRIBUTES) instanceof ObjectNode attributes) {
            for (String name : attributes.propertyNames()) {
                if (name.indexOf('.') > 0) {
                    named.set(name, attributes.get(name));
                }
            }
        }
        Messages read = Messages.read(named, Message.USER);
        return read.known() ? read : Messages.NONE;
    }

    /**
     * The last user message, or tool result, that was sent; without one the last message of any other kind but the
     * model's own. Null if nothing was sent.
     */
    public @Nullable MessageText prompt() {
        List<Message> sent = input.list().isEmpty() ? output.list() : input.list();
        Message last = PromptAndResponse.last(
                sent, message -> PromptAndResponse.isAsked(message) && PromptAndResponse.saysAnything(message));
        if (last == null && !input.list().isEmpty()) {
            last = PromptAndResponse.last(sent, PromptAndResponse::isAsked);
            last = last == null
                    ? PromptAndResponse.last(sent, message -> !message.role().equals(Message.ASSISTANT))
                    : last;
            last = last == null ? sent.get(sent.size() - 1) : last;
        }
        return last == null ? null : PromptAndResponse.said(List.of(last));
    }

    /** The model's last message: its text, else the tools that it requests. Null if there is no output. */
    public @Nullable MessageText response() {
        List<Message> run = run();
        return run.isEmpty() ? null : PromptAndResponse.said(run);
    }

    /** The tools that the response asks for. */
    public List<ToolCall> requestedTools() {
        return run().stream().flatMap(message -> message.toolCalls().stream()).toList();
    }

    /** The model's reasoning before its response; null if it has none. */
    public @Nullable String reasoning() {
        String reasoning = run().stream()
                .map(Message::reasoning)
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining("\n"));
        return reasoning.isEmpty() ? null : reasoning;
    }

    /**
     * The messages of the model that end the output; if it ends with another kind, the last one. Without an output, the
     * response may be at the end of the input.
     */
    private List<Message> run() {
        List<Message> list = output.list().isEmpty() ? input.list() : output.list();
        int from = list.size();
        while (from > 0 && Objects.equals(list.get(from - 1).role(), Message.ASSISTANT)) {
            from--;
        }
        boolean other = from == list.size() && !output.list().isEmpty();
        return list.subList(other ? Math.max(0, from - 1) : from, list.size());
    }
}
