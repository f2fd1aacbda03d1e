/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.message;

import dev.agentlens.messages.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A message while its parts are read. */
public final class Draft {

    private String role;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<ToolCall> toolCalls = new ArrayList<>();
    private final List<ToolResult> toolResults = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private final List<JsonNode> other = new ArrayList<>();
    private boolean known;
    private boolean words;
    private boolean textWasLast;

    public Draft(String role) {
        this.role = role;
    }

    public String role() {
        return role;
    }

    public void role(String name) {
        role = Roles.of(name);
    }

    public void text(String said) {
        known = true;
        words = true;
        appendText(said);
    }

    /** A value that no shape fits. */
    public void unknown(JsonNode value) {
        appendText(Json.compact(value));
    }

    public void reasoning(String thought) {
        marked();
        if (!reasoning.isEmpty() && !thought.isEmpty()) {
            reasoning.append('\n');
        }
        reasoning.append(thought);
    }

    /** LangChain says a call twice, in the content and beside it. */
    public void call(ToolCall call) {
        marked();
        if (call.id() == null || !toolCalls.contains(call)) {
            toolCalls.add(call);
        }
    }

    public void result(ToolResult result) {
        marked();
        toolResults.add(result);
    }

    public void attachment(Attachment attachment) {
        marked();
        attachments.add(attachment);
    }

    /** Something was read, even if it holds no text. */
    public void marked() {
        known = true;
        textWasLast = false;
    }

    public void other(@Nullable JsonNode fields) {
        if (fields != null) {
            other.add(fields);
        }
    }

    public boolean hasOnlyCalls() {
        return !toolCalls.isEmpty() && toolResults.isEmpty() && text.isEmpty();
    }

    public boolean hasCalls() {
        return !toolCalls.isEmpty();
    }

    public boolean hasOnlyResults() {
        return !toolResults.isEmpty() && toolCalls.isEmpty() && text.isEmpty();
    }

    public String said() {
        return text.toString();
    }

    /** What {@code inner} has beside its text. */
    public void takeBesides(Draft inner) {
        known |= inner.known;
        reasoning.append(inner.reasoning);
        toolCalls.addAll(inner.toolCalls);
        toolResults.addAll(inner.toolResults);
        attachments.addAll(inner.attachments);
        other.addAll(inner.other);
    }

    public boolean isEmpty() {
        return !known && text.isEmpty() && other.isEmpty();
    }

    public Message message() {
        return new Message(
                role,
                text.toString(),
                List.copyOf(toolCalls),
                List.copyOf(toolResults),
                reasoning.toString(),
                List.copyOf(attachments),
                List.copyOf(other),
                !words && !text.isEmpty());
    }

    /** A model's text comes in pieces; other text, and that after something else, in parts of their own. */
    private void appendText(String more) {
        if (!text.isEmpty() && !more.isEmpty() && !(textWasLast && role.equals(Message.ASSISTANT))) {
            text.append('\n');
        }
        text.append(more);
        textWasLast = true;
    }
}
