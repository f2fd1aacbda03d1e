/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages;

import dev.agentlens.messages.json.Json;
import dev.agentlens.messages.message.Attachment;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.message.ToolCall;
import dev.agentlens.messages.message.ToolResult;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which messages of a conversation belong to the prompt, which to the response, and their text. */
final class PromptAndResponse {

    /** Fields of an event that hold messages where {@code input_data} or {@code output_data} do not. */
    static final List<String> FIELDS = List.of(
            "messages",
            "prompt",
            "input",
            "system",
            "contents",
            "choices",
            "candidates",
            "response",
            "completion",
            "output");

    private PromptAndResponse() {}

    static Messages asked(Messages both) {
        return only(both, message -> !message.role().equals(Message.ASSISTANT));
    }

    static Messages responded(Messages both) {
        return only(both, message -> message.role().equals(Message.ASSISTANT));
    }

    private static Messages only(Messages both, Predicate<Message> side) {
        return new Messages(both.list().stream().filter(side).toList(), both.other(), both.known());
    }

    static boolean isAsked(Message message) {
        return message.role().equals(Message.USER)
                || message.role().equals(Message.TOOL)
                || !message.toolResults().isEmpty() && message.toolCalls().isEmpty();
    }

    static boolean saysAnything(Message message) {
        return !message.text().isBlank()
                || !message.toolResults().isEmpty()
                || !message.attachments().isEmpty();
    }

    static @Nullable Message last(List<Message> messages, Predicate<Message> which) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (which.test(messages.get(i))) {
                return messages.get(i);
            }
        }
        return null;
    }

    static MessageText said(List<Message> messages) {
        List<Attachment> attachments = messages.stream()
                .flatMap(message -> message.attachments().stream())
                .toList();
        String text = joined(messages.stream().map(Message::text), "\n");
        if (!text.isBlank()) {
            return new MessageText(text, !messages.stream().allMatch(PromptAndResponse::isJson), attachments);
        }
        String calls = joined(
                messages.stream()
                        .flatMap(message -> message.toolCalls().stream())
                        .map(ToolCall::shown),
                ", ");
        if (!calls.isEmpty()) {
            return new MessageText(calls, false, attachments);
        }
        String results = joined(
                messages.stream()
                        .flatMap(message -> message.toolResults().stream())
                        .map(ToolResult::text),
                "\n");
        return new MessageText(results, results.isEmpty() || Json.parseContainer(results) == null, attachments);
    }

    private static boolean isJson(Message message) {
        return message.json() || message.text().isEmpty();
    }

    private static String joined(Stream<String> texts, String separator) {
        return texts.filter(text -> !text.isEmpty()).collect(Collectors.joining(separator));
    }
}
