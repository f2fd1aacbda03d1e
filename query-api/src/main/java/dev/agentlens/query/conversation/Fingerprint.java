/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.conversation;

import dev.agentlens.messages.json.Json;
import dev.agentlens.messages.message.Attachment;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.message.ToolCall;
import dev.agentlens.messages.message.ToolResult;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A 64-bit hash of a message, equal for its repetition in a later call's history. It excludes ids, since a response
 * often has no ids yet, and reasoning, which histories seldom repeat. The lowest bit marks messages of a model.
 */
final class Fingerprint {

    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Fingerprint() {}

    static long of(Message message) {
        boolean model = message.role().equals(Message.ASSISTANT);
        long hash = add(BASIS, model ? Message.ASSISTANT : promptRole(message));
        hash = add(hash, message.text().strip());
        for (ToolCall call : message.toolCalls()) {
            hash = add(hash, String.valueOf(call.name()));
            hash = add(hash, call.input() == null ? "" : Json.compact(call.input()));
        }
        for (ToolResult result : message.toolResults()) {
            hash = add(hash, result.text().strip());
        }
        for (Attachment attachment : message.attachments()) {
            hash = add(hash, attachment.shown());
        }
        return model ? hash | 1 : hash & ~1;
    }

    /** White space in JSON is ignored. */
    static long ofResult(String text) {
        String stripped = text.strip();
        boolean mayBeJson = stripped.startsWith("{") || stripped.startsWith("[");
        JsonNode json = mayBeJson ? Json.parse(stripped) : null;
        return add(BASIS, json == null ? stripped : Json.compact(json));
    }

    static long[] of(List<Message> messages) {
        return messages.stream().mapToLong(Fingerprint::of).toArray();
    }

    static boolean isOfModel(long fingerprint) {
        return (fingerprint & 1) == 1;
    }

    /** A tool result may have the role of a tool or of a user. */
    private static String promptRole(Message message) {
        return message.toolResults().isEmpty() ? message.role() : Message.TOOL;
    }

    private static long add(long hash, String text) {
        long sum = hash;
        for (int i = 0; i < text.length(); i++) {
            sum = (sum ^ text.charAt(i)) * PRIME;
        }
        // Separates a text from the next one.
        sum = (sum ^ 0x1F) * PRIME;
        return sum ^ (sum >>> 29);
    }
}
