/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages;

import dev.agentlens.messages.envelope.Envelopes;
import dev.agentlens.messages.json.Json;
import dev.agentlens.messages.message.Attachment;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.reading.Reading;
import dev.agentlens.messages.shape.MessageShapes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The messages that a value holds, in the order in which they were said.
 *
 * @param list empty where the value is null or holds no message
 * @param other fields beside messages: settings of the call, ids, usage
 * @param known whether any shape fitted
 */
public record Messages(List<Message> list, List<JsonNode> other, boolean known) {

    static final Messages NONE = new Messages(List.of(), List.of(), false);

    /**
     * Reads a value of any shape: a string, a request or a response of a provider, a framework's record of them, a list
     * of messages or of the pieces of a stream, or a JSON string that holds one of these. Never throws and loses no
     * text: a value of unknown shape becomes a message of {@link Message#json() JSON}, or goes to
     * {@link Message#other()} or {@link #other()}. Only bytes of {@link Attachment attachments} are left out.
     *
     * @param role of messages without a role of their own: {@link Message#USER} in a request, {@link Message#ASSISTANT}
     *     in a response
     */
    public static Messages read(@Nullable JsonNode value, String role) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return NONE;
        }
        Reading reading = new Reading(MessageShapes.ALL, Envelopes.ALL);
        if (Json.isTooDeep(value)) {
            reading.unknown(value, role);
        } else {
            reading.value(value, role, 0);
        }
        return new Messages(reading.messages(), reading.other(), reading.known());
    }
}
