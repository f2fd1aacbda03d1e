/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.conversation;

import dev.agentlens.messages.message.ToolResult;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The recent tool calls. Each is listed once, with its result, although the model's response, the tool's own event and
 * the histories of later calls all contain it.
 */
final class KnownCalls {

    private static final int MAX = 1_000;

    private final Deque<Known> newestFirst = new ArrayDeque<>();

    private static final class Known {
        private final @Nullable String id;
        private final long event;
        private final long message;
        private @Nullable ConversationCall open;
        private long result;

        Known(ConversationCall call, long event, long message) {
            this.id = call.id();
            this.event = event;
            this.message = message;
            this.open = call.isOpen() ? call : null;
            this.result = call.fingerprint();
        }
    }

    /** @param event number of the event that contains the call; @param message number of the message */
    void add(ConversationCall call, long event, long message) {
        newestFirst.addFirst(new Known(call, event, message));
        if (newestFirst.size() > MAX) {
            newestFirst.removeLast();
        }
    }

    boolean contains(@Nullable String id) {
        return id != null && newestFirst.stream().anyMatch(known -> id.equals(known.id));
    }

    /** Applies the result from a tool's event. @return whether the call is listed with its result */
    boolean returned(
            @Nullable String id,
            @Nullable String name,
            @Nullable JsonNode input,
            @Nullable JsonNode result,
            @Nullable String error) {
        for (Known known : newestFirst) {
            boolean same = id != null && known.id != null
                    ? id.equals(known.id)
                    : known.open != null && known.open.isCallOf(name, input);
            if (same) {
                boolean included = known.open != null || known.result != 0 || (result == null && error == null);
                close(known, result, error);
                return included;
            }
        }
        return false;
    }

    /** Applies the result from a message. @return whether the call is listed with its result */
    boolean returned(ToolResult result, JsonNode value) {
        Known known = result.callId() == null ? unnamed(result) : named(result.callId());
        if (known == null) {
            return result.callId() == null && isKnownResult(result);
        }
        if (known.open == null) {
            return known.result != 0;
        }
        close(known, result.failed() ? null : value, result.failed() ? result.text() : null);
        return true;
    }

    /** Messages up to this one are returned: their calls get no results any more. */
    void sent(long message) {
        for (Known known : newestFirst) {
            if (known.message <= message) {
                known.open = null;
            }
        }
    }

    /** Calls of events before this one are forgotten. */
    void forget(long event) {
        Iterator<Known> oldestFirst = newestFirst.descendingIterator();
        while (oldestFirst.hasNext() && oldestFirst.next().event < event) {
            oldestFirst.remove();
        }
    }

    private static void close(Known known, @Nullable JsonNode result, @Nullable String error) {
        ConversationCall call = known.open;
        if (call != null && (result != null || error != null)) {
            call.returned(result, error);
            known.result = call.fingerprint();
            known.open = null;
        }
    }

    private @Nullable Known named(String id) {
        return newestFirst.stream()
                .filter(known -> id.equals(known.id))
                .findFirst()
                .orElse(null);
    }

    /** Results without an id come in the order of their calls. */
    private @Nullable Known unnamed(ToolResult result) {
        Known first = null;
        for (Known known : newestFirst) {
            if (known.open != null && (first == null || known.message == first.message)) {
                boolean fits = result.name() == null || result.name().equals(known.open.name());
                first = fits ? known : first;
            }
        }
        return first;
    }

    private boolean isKnownResult(ToolResult result) {
        long text = Fingerprint.ofResult(result.text());
        return newestFirst.stream().anyMatch(known -> known.result == text);
    }
}
