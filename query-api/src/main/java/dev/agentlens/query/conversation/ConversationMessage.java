/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.conversation;

import dev.agentlens.messages.message.Message;
import dev.agentlens.query.session.TraceEvent;
import dev.agentlens.query.session.TracePosition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of a conversation.
 *
 * @param reasoning empty where there is none
 * @param attachments as they are shown: {@code [image/png, 12 KB]}
 * @param model that said it; null for what no model said
 * @param place where it stands
 */
record ConversationMessage(
        String role,
        String text,
        String reasoning,
        List<ConversationCall> calls,
        List<String> attachments,
        String eventId,
        Instant timestamp,
        @Nullable String model,
        Place place) {

    /**
     * Where a message is in its session.
     *
     * @param replayFrom the place in the trace after which reading must begin to know what was told before
     * @param event the place of the event that says it
     * @param number of the message among those of its event, from 1
     */
    record Place(TracePosition replayFrom, TracePosition event, int number) {

        boolean isAfter(Place other) {
            int order = event.compareTo(other.event);
            return order == 0 ? number > other.number : order > 0;
        }
    }

    static ConversationMessage of(
            TraceEvent event,
            String role,
            String text,
            String reasoning,
            List<ConversationCall> calls,
            List<String> attachments,
            Place place) {
        return new ConversationMessage(
                role,
                text,
                reasoning,
                calls,
                attachments,
                event.eventId(),
                event.timestamp(),
                role.equals(Message.ASSISTANT) ? event.model() : null,
                place);
    }

    boolean isOpen() {
        return calls.stream().anyMatch(ConversationCall::isOpen);
    }

    long length() {
        return text.length()
                + reasoning.length()
                + calls.stream().mapToLong(ConversationCall::length).sum();
    }
}
