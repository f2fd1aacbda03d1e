/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.conversation;

import dev.agentlens.query.conversation.ConversationMessage.Place;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A page of a conversation: a limited number of messages after a position. */
final class ConversationPage {

    private final @Nullable Place after;
    private final long limit;
    private final Consumer<ConversationMessage> messages;
    private long count;
    private @Nullable Place last;
    private boolean more;

    /**
     * @param after null to begin at the start
     * @param messages receives them, in order
     */
    ConversationPage(@Nullable Place after, long limit, Consumer<ConversationMessage> messages) {
        this.after = after;
        this.limit = limit;
        this.messages = messages;
    }

    /** @return whether there is room for more */
    boolean add(List<ConversationMessage> found) {
        for (ConversationMessage message : found) {
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

    /** The position after which the next page starts; null on the last page. */
    @Nullable
    Place next() {
        return more ? last : null;
    }
}
