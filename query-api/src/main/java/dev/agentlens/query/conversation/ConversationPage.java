/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.conversation;

import dev.agentlens.query.conversation.ConversationMessage.Place;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Some messages of a conversation: those after a place, as many as are wanted. */
final class ConversationPage {

    private final @Nullable Place after;
    private final long limit;
    private final Consumer<ConversationMessage> messages;
    private long count;
    private @Nullable Place last;
    private boolean more;

    /**
     * @param after null for from the start
     * @param messages takes them, in order
     */
    ConversationPage(@Nullable Place after, long limit, Consumer<ConversationMessage> messages) {
        this.after = after;
        this.limit = limit;
        this.messages = messages;
    }

    /** @return whether there is room for others */
    boolean add(List<ConversationMessage> told) {
        for (ConversationMessage message : told) {
            if (after != null && !message.place().isAfter(after)) {
                continue;
            }
            if (count == limit) {
                more = true;
                return false;
            }
            messages.accept(message);
            last = message.place();
            count++;
        }
        return true;
    }

    /** The place after which the next page begins; null where there is none. */
    @Nullable
    Place next() {
        return more ? last : null;
    }
}
