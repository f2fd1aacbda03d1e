/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.conversation;

import dev.agentlens.messages.json.Json;
import dev.agentlens.query.session.TraceEvent;
import dev.agentlens.query.session.TracePosition;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A conversation in lines, for tests. */
final class ConversationText {

    private ConversationText() {}

    static List<ConversationMessage> messages(List<TraceEvent> trace) {
        return messages(trace, trace.stream().anyMatch(Conversation::hasModelMessages));
    }

    static List<ConversationMessage> messages(List<TraceEvent> trace, boolean ofModelCalls) {
        Conversation conversation = new Conversation(ofModelCalls, TracePosition.START);
        List<ConversationMessage> messages = new ArrayList<>();
        trace.forEach(event -> messages.addAll(conversation.next(event)));
        messages.addAll(conversation.end());
        return messages;
    }

    static String of(List<TraceEvent> trace) {
        StringBuilder text = new StringBuilder();
        messages(trace).forEach(message -> text.append(line(message)).append('\n'));
        return text.toString();
    }

    /** {@code role: text [attachment] (reasoning) -> name(arguments) = result}. */
    static String line(ConversationMessage message) {
        StringBuilder line = new StringBuilder(message.role()).append(':');
        append(line, " ", message.text());
        message.attachments().forEach(attachment -> append(line, " ", attachment));
        append(line, " 💡 ", message.reasoning());
        for (ConversationCall call : message.calls()) {
            line.append(" -> ").append(call.name()).append('(');
            append(line, "", call.arguments() == null ? "" : Json.compact(call.arguments()));
            line.append(')');
            append(line, " = ", text(call.result()));
            append(line, " ! ", call.error());
        }
        return line.toString();
    }

    private static String text(JsonNode result) {
        return result == null ? null : result.isString() ? result.stringValue() : Json.compact(result);
    }

    private static void append(StringBuilder line, String before, String text) {
        if (text != null && !text.isEmpty()) {
            String shown = text.replaceAll("\\s+", " ").strip();
            line.append(before).append(shown.length() <= 200 ? shown : shown.substring(0, 200) + "…");
        }
    }
}
