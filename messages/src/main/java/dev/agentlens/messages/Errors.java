/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The message of an error, wherever SDKs put it; never a user's {@code message}. */
public final class Errors {

    /** In an object that is an error. */
    private static final List<String> MESSAGES = List.of(
            "message",
            "error",
            "error_message",
            "errorMessage",
            "exception.message",
            "msg",
            "detail",
            "details",
            "description",
            "error_description",
            "reason",
            "title",
            "errors",
            "exception",
            "stderr",
            "stack",
            "stacktrace",
            "stack_trace",
            "exception.stacktrace",
            "traceback");

    /** In an object that may hold an error among other things. */
    private static final List<String> PLACES = List.of(
            "error",
            "error_message",
            "errorMessage",
            "exception",
            "exception.message",
            "errors",
            "errorText",
            "status_message",
            "statusMessage",
            "stack",
            "stacktrace",
            "stack_trace",
            "exception.stacktrace",
            "traceback");

    /** How languages write that there is none. */
    private static final Set<String> NONE = Set.of("None", "null", "nil", "undefined");

    private static final int DEEPEST = 8;

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
            String message = in(place);
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
     * Of an event that is an error, what came out and the event itself may say it as their {@code message}, and any text
     * that came out may be a traceback.
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
            return text(output.get("message"));
        }
        JsonNode message = event.other("message");
        if (message != null && message.isString()) {
            return text(message);
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

    /**
     * What the fields of {@code holder} say about an error.
     *
     * @return the message, blank if there is an error without one; null where there is no error
     */
    public static @Nullable String in(@Nullable JsonNode holder) {
        if (holder == null || !holder.isObject()) {
            return null;
        }
        for (String place : PLACES) {
            JsonNode value = holder.get(place);
            String text = isNoError(place, value) ? null : text(value);
            if (text != null) {
                return text;
            }
        }
        JsonNode status = holder.get("status");
        if (status != null && status.isObject() && isFailure(status.path("code").asString(""))) {
            String message = text(status.get("message"));
            return message == null ? "" : message;
        }
        boolean failed = status != null && status.isString() && isFailure(status.stringValue())
                || isTrue(holder.get("is_error"))
                || isTrue(holder.get("isError"));
        return failed ? "" : null;
    }

    /** A number of errors, and a stack of something else than calls. */
    private static boolean isNoError(String place, @Nullable JsonNode value) {
        return value != null
                && (place.equals("errors") && value.isNumber()
                        || place.equals("stack") && value.asString("").indexOf('\n') < 0);
    }

    /**
     * What {@code error}, the value of a field of that name, says: itself if it is text, the message in it if it is an
     * object, all of them if it is a list, the last line of a stack trace.
     *
     * @return blank if there is an error without a message; null if the value says that there is none
     */
    public static @Nullable String text(@Nullable JsonNode error) {
        return text(error, 0);
    }

    private static @Nullable String text(@Nullable JsonNode error, int depth) {
        if (error == null || error.isNull() || error.isMissingNode() || (error.isContainer() && error.isEmpty())) {
            return null;
        }
        if (error.isBoolean()) {
            return error.booleanValue() ? "" : null;
        }
        if (error.isNumber() && error.asDouble() == 0) {
            return null;
        }
        if (error.isString()) {
            String said = error.stringValue();
            return said.isBlank() || NONE.contains(said.strip()) ? null : StackTraces.message(said);
        }
        if (depth < DEEPEST && error.isArray()) {
            List<String> messages = error.valueStream()
                    .map(each -> text(each, depth + 1))
                    .filter(text -> text != null && !text.isBlank())
                    .toList();
            return messages.isEmpty() ? Json.compact(error) : String.join("; ", messages);
        }
        if (depth < DEEPEST && error.isObject()) {
            for (String name : MESSAGES) {
                String message = text(error.get(name), depth + 1);
                if (message != null && !message.isBlank()) {
                    return message;
                }
            }
        }
        return Json.compact(error);
    }

    private static boolean isFailure(String status) {
        return status.equalsIgnoreCase("error") || status.equalsIgnoreCase("failed") || status.equals("2");
    }

    private static boolean isTrue(@Nullable JsonNode flag) {
        return flag != null && flag.isBoolean() && flag.booleanValue();
    }
}
