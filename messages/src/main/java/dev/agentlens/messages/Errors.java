/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages;

import dev.agentlens.messages.error.ErrorText;
import dev.agentlens.messages.error.StackTraces;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The message of an error that an event is about or carries; never a user's {@code message}. */
public final class Errors {

    private Errors() {}

    /**
     * What went wrong in an event: in the call of a tool, in what came out, in the event itself, in its {@code attributes},
     * {@code metadata} and span events, and, of an event that is an error, last in what went in.
     *
     * @return the message, blank if there is an error without one; null where there is no error
     */
    public static @Nullable String of(Payload event) {
        String best = null;
        for (JsonNode place : places(event)) {
            String message = ErrorText.in(place);
            if (message != null && !message.isBlank()) {
                return message;
            }
            best = message == null ? best : message;
        }
        String said = event.isError() ? messageOfError(event) : null;
        return said == null ? best : said;
    }

    private static List<JsonNode> places(Payload event) {
        List<@Nullable JsonNode> places = new ArrayList<>();
        places.add(event.output());
        JsonNode calls = event.toolCall();
        for (JsonNode call : calls != null && calls.isArray() ? calls.values() : Collections.singletonList(calls)) {
            if (call != null && call.isObject()) {
                places.add(call.get("tool_output"));
                places.add(call.get("output"));
                places.add(call);
            }
        }
        places.add(event.other());
        places.add(event.other("attributes"));
        JsonNode events = event.other("events");
        if (events != null && events.isArray()) {
            events.forEach(each -> places.add(each.get("attributes")));
        }
        places.add(event.other("metadata"));
        if (event.isError()) {
            places.add(event.input());
        }
        return places.stream().filter(Objects::nonNull).toList();
    }

    /**
     * In an event that is an error, the output and the event itself may have the text in {@code message}, and any
     * output text may be a traceback.
     */
    private static @Nullable String messageOfError(Payload event) {
        JsonNode output = event.output();
        if (output != null && output.isString() && !output.stringValue().isBlank()) {
            return StackTraces.message(output.stringValue());
        }
        if (output != null
                && output.isObject()
                && !output.has("role")
                && output.path("message").isString()) {
            return ErrorText.of(output.get("message"));
        }
        JsonNode message = event.other("message");
        if (message != null && message.isString()) {
            return ErrorText.of(message);
        }
        String ofOutput = traceback(output);
        return ofOutput == null
                ? ToolCalls.of(event).stream()
                        .map(call -> traceback(call.output()))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null)
                : ofOutput;
    }

    private static @Nullable String traceback(@Nullable JsonNode output) {
        if (output == null) {
            return null;
        }
        Stream<JsonNode> texts = output.isObject() ? output.valueStream() : Stream.of(output);
        return texts.filter(text -> text.isString() && StackTraces.isTraceback(text.stringValue()))
                .map(text -> StackTraces.message(text.stringValue()))
                .findFirst()
                .orElse(null);
    }
}
