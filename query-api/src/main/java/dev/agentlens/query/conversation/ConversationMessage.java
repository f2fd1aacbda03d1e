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
 * @param reasoning empty if absent
 * @param attachments as shown: {@code [image/png, 12 KB]}
 * @param model that produced it; null if no model did
 * @param place its position
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
     * @param replayFrom the trace position after which reading must start, to know the messages listed before
     * @param event the position of the event that contains it
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
