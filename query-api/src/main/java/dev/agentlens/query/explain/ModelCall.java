/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.messages.MessageText;
import dev.agentlens.messages.Messages;
import dev.agentlens.messages.Step;
import dev.agentlens.messages.json.Json;
import dev.agentlens.messages.message.Attachment;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.message.ToolCall;
import dev.agentlens.query.session.JsonFields;
import dev.agentlens.query.session.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The content of an LLM call.
 *
 * @param prompt as shown; null if absent
 * @param response as shown; null if absent
 * @param requested the tools that the response requests beside its text
 * @param reasoning of the model
 */
record ModelCall(
        @Nullable String prompt,
        @Nullable String response,
        List<ToolCall> requested,
        @Nullable String reasoning) {

    private static final int MAX_ATTACHMENTS = 4;

    static ModelCall of(TraceEvent event) {
        return of(event, JsonFields.of(event.outputData()));
    }

    /** @param output the fields of {@code output_data} */
    static ModelCall of(TraceEvent event, Map<String, RawJson> output) {
        String plainPrompt = plain(event.inputData(), JsonFields.of(event.inputData()), "prompt", false);
        String plainResponse = plainPrompt == null ? null : plain(event.outputData(), output, "response", true);
        if (plainPrompt != null && plainResponse != null) {
            return new ModelCall(quoted(plainPrompt), quoted(plainResponse), List.of(), null);
        }
        Step step = Step.of(event.payload());
        MessageText prompt = step.prompt();
        MessageText response = step.response();
        return new ModelCall(
                shown(prompt, event.inputData(), "prompt", step.input()),
                shown(response, event.outputData(), "response", step.output()),
                response != null && response.words() ? step.requestedTools() : List.of(),
                step.reasoning());
    }

    /** The text, if the data has the documented shape; null if it needs to be parsed. */
    private static @Nullable String plain(
            @Nullable RawJson data, Map<String, RawJson> fields, String name, boolean alone) {
        if (data == null) {
            return null;
        }
        RawJson value = data.kind() != JsonKind.OBJECT ? data : alone && fields.size() > 1 ? null : fields.get(name);
        String text = value == null ? null : value.string();
        return text == null || mayHoldMessages(text) ? null : text;
    }

    /** Text with JSON, or a stream of it, ends like JSON. Most text that starts with a bracket is not JSON. */
    private static boolean mayHoldMessages(String text) {
        int first = 0;
        int last = text.length() - 1;
        while (first <= last && text.charAt(first) <= ' ') {
            first++;
        }
        while (last > first && text.charAt(last) <= ' ') {
            last--;
        }
        if (first > last) {
            return false;
        }
        return switch (text.charAt(first)) {
            case '[' -> text.charAt(last) == ']';
            case '{' -> text.charAt(last) == '}';
            default -> text.startsWith("data:", first) || text.startsWith("event:", first);
        };
    }

    private static String quoted(String text) {
        return '"' + Markdown.inline(text, StepText.CUT) + '"';
    }

    private static @Nullable String shown(
            @Nullable MessageText said, @Nullable RawJson data, String name, Messages read) {
        RawJson asSent = asSent(data, name);
        if (asSent != null && (said == null || !read.known() || isUnread(asSent, said))) {
            return Markdown.inline(asSent.text(), StepText.CUT);
        }
        if (said == null) {
            return null;
        }
        String text = Markdown.inline(said.text(), StepText.CUT);
        List<String> parts = new ArrayList<>();
        if (!text.isEmpty() || said.attachments().isEmpty()) {
            parts.add(said.words() ? '"' + text + '"' : text);
        }
        said.attachments().stream()
                .limit(MAX_ATTACHMENTS)
                .map(Attachment::shown)
                .map(attachment -> Markdown.inline(attachment, StepText.CUT))
                .forEach(parts::add);
        return String.join(" ", parts);
    }

    /** Shown if the data cannot be parsed: the documented field, or all of the data. */
    private static @Nullable RawJson asSent(@Nullable RawJson data, String name) {
        if (data == null || JsonFields.isEmpty(data)) {
            return null;
        }
        RawJson field = data.field(name);
        return field == null || field.isNull() ? data : field;
    }

    /** Without any message in it, the data is shown with its original digits and escapes. */
    private static boolean isUnread(RawJson asSent, MessageText said) {
        return switch (asSent.kind()) {
            case STRING -> false;
            case OBJECT -> !said.words() && !isKnown(asSent);
            case ARRAY ->
                asSent.elements().stream().noneMatch(ModelCall::isContainer) || !said.words() && !isKnown(asSent);
            default -> true;
        };
    }

    private static boolean isContainer(RawJson json) {
        return json.kind() == JsonKind.OBJECT || json.kind() == JsonKind.ARRAY;
    }

    private static boolean isKnown(RawJson json) {
        return Messages.read(Json.parse(json.text()), Message.USER).known();
    }

    /** The requested tools, as {@code name(arguments)}. */
    @Nullable
    String requestedTools() {
        return requested.isEmpty()
                ? null
                : Markdown.inline(
                        requested.stream().map(ToolCall::shown).collect(Collectors.joining(", ")), StepText.CUT);
    }
}
