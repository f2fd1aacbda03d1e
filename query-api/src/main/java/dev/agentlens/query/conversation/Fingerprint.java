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
 * 64 bits that stand for what a message says, equal for its repetition in a later call's history. Ids are left out, since a
 * response often has none yet, and so is reasoning, which histories seldom repeat. The lowest bit says that a model said it.
 */
final class Fingerprint {

    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Fingerprint() {}

    static long of(Message message) {
        boolean model = message.role().equals(Message.ASSISTANT);
        long hash = add(BASIS, model ? Message.ASSISTANT : asked(message));
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

    /** JSON is the same however it is spaced. */
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

    /** The result of a tool is sent in the name of a tool, or of a user. */
    private static String asked(Message message) {
        return message.toolResults().isEmpty() ? message.role() : Message.TOOL;
    }

    private static long add(long hash, String text) {
        long sum = hash;
        for (int i = 0; i < text.length(); i++) {
            sum = (sum ^ text.charAt(i)) * PRIME;
        }
        // Whatever a text is followed by is no part of it.
        sum = (sum ^ 0x1F) * PRIME;
        return sum ^ (sum >>> 29);
    }
}
