/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.error;

import dev.agentlens.messages.json.Json;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What JSON says about an error, wherever SDKs put it; never a user's {@code message}. */
public final class ErrorText {

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

    private ErrorText() {}

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
            String text = isNoError(place, value) ? null : of(value);
            if (text != null) {
                return text;
            }
        }
        JsonNode status = holder.get("status");
        if (status != null && status.isObject() && isFailure(status.path("code").asString(""))) {
            String message = of(status.get("message"));
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
    public static @Nullable String of(@Nullable JsonNode error) {
        return of(error, 0);
    }

    private static @Nullable String of(@Nullable JsonNode error, int depth) {
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
                    .map(each -> of(each, depth + 1))
                    .filter(text -> text != null && !text.isBlank())
                    .toList();
            return messages.isEmpty() ? Json.compact(error) : String.join("; ", messages);
        }
        if (depth < DEEPEST && error.isObject()) {
            for (String name : MESSAGES) {
                String message = of(error.get(name), depth + 1);
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
