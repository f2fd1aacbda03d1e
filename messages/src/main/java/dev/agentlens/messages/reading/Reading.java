/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.reading;

import dev.agentlens.messages.content.Content;
import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.json.JsonStrings;
import dev.agentlens.messages.message.Draft;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.message.Roles;
import dev.agentlens.messages.stream.Streams;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages while they are read. Parts in a list that no message encloses become one message. */
public final class Reading {

    private final List<MessageShape> messageShapes;
    private final List<MessageShape> envelopes;
    private final List<Message> messages = new ArrayList<>();
    private final List<JsonNode> other = new ArrayList<>();
    private @Nullable Draft parts;
    private boolean known;

    /**
     * @param messageShapes of an object that is a message; the first that fits reads it
     * @param envelopes of an object that holds messages; each reads what the ones before it left
     */
    public Reading(List<MessageShape> messageShapes, List<MessageShape> envelopes) {
        this.messageShapes = messageShapes;
        this.envelopes = envelopes;
    }

    /** What was read. */
    public List<Message> messages() {
        closeParts();
        return List.copyOf(messages);
    }

    /** What was read beside messages. */
    public List<JsonNode> other() {
        return List.copyOf(other);
    }

    /** Whether any shape fitted. */
    public boolean known() {
        return known;
    }

    public void add(Draft draft) {
        closeParts();
        if (!draft.isEmpty()) {
            messages.add(draft.message());
        }
    }

    public void other(@Nullable JsonNode fields) {
        if (fields != null) {
            other.add(fields);
        }
    }

    /** A value of any shape. */
    public void value(JsonNode value, String role, int depth) {
        if (value.isNull()) {
            return;
        }
        if (value.isString()) {
            string(value, role, depth);
        } else if (depth < Content.DEEPEST && value instanceof ArrayNode array) {
            list(array, role, depth + 1);
        } else if (!(depth < Content.DEEPEST
                && value instanceof ObjectNode object
                && object(object, role, depth + 1))) {
            unknown(value, role);
        }
    }

    /** A value, if a shape fits it; else nothing is read. */
    public boolean valueIfKnown(JsonNode value, String role, int depth) {
        Reading trial = new Reading(messageShapes, envelopes);
        trial.value(value, role, depth);
        if (trial.known) {
            trial.closeParts();
            closeParts();
            messages.addAll(trial.messages);
            other.addAll(trial.other);
            known = true;
        }
        return trial.known;
    }

    private void string(JsonNode value, String role, int depth) {
        JsonNode held = depth < Content.DEEPEST ? JsonStrings.messagesIn(value.stringValue()) : null;
        if (held == null) {
            known = true;
            Draft draft = new Draft(role);
            draft.text(value.stringValue());
            add(draft);
        } else {
            value(held, role, depth + 1);
        }
    }

    private void list(ArrayNode array, String role, int depth) {
        JsonNode streamed = Streams.joined(array);
        if (streamed != null) {
            value(streamed, Message.ASSISTANT, depth);
            return;
        }
        if (isPair(array)) {
            known = true;
            Draft draft = new Draft(Roles.of(array.get(0).stringValue()));
            Content.read(array.get(1), draft, depth);
            add(draft);
            return;
        }
        for (JsonNode element : array) {
            value(element, role, depth);
        }
        closeParts();
    }

    /** LangChain's {@code ["human", "text"]}. */
    private static boolean isPair(ArrayNode array) {
        return array.size() == 2
                && array.get(0).isString()
                && array.get(1).isString()
                && Roles.known(array.get(0).stringValue()) != null;
    }

    private boolean object(ObjectNode object, String role, int depth) {
        for (MessageShape shape : messageShapes) {
            Fields fields = new Fields(object);
            if (shape.read(fields, this, role, depth)) {
                known = true;
                return true;
            }
        }
        boolean typed =
                object.path("type").isString() || object.path("block_type").isString();
        boolean read = typed && part(object, role, depth) || envelope(object, role, depth) || part(object, role, depth);
        known |= read;
        return read;
    }

    private boolean envelope(ObjectNode object, String role, int depth) {
        Fields fields = new Fields(object);
        boolean known = false;
        for (MessageShape shape : envelopes) {
            known |= shape.read(fields, this, role, depth);
        }
        if (known) {
            other(fields.rest());
        }
        return known;
    }

    private boolean part(ObjectNode object, String role, int depth) {
        Draft draft = new Draft(role);
        if (!Content.part(object, draft, depth)) {
            return false;
        }
        String partRole = draft.hasOnlyResults() ? Message.TOOL : draft.hasOnlyCalls() ? Message.ASSISTANT : role;
        if (parts == null || !parts.role().equals(partRole)) {
            closeParts();
            parts = new Draft(partRole);
        }
        Content.part(object, parts, depth);
        return true;
    }

    public void unknown(JsonNode value, String role) {
        Draft draft = new Draft(role);
        draft.unknown(value);
        add(draft);
    }

    private void closeParts() {
        Draft open = parts;
        parts = null;
        if (open != null) {
            add(open);
        }
    }
}
