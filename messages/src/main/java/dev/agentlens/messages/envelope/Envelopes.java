/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.envelope;

import dev.agentlens.messages.reading.MessageShape;
import java.util.List;

/** The shapes of an object that holds messages. */
public final class Envelopes {

    /**
     * Each reads some fields of a request or response, and the next one reads the rest, in the order of a conversation.
     */
    public static final List<MessageShape> ALL = List.of(
            new SpanAttributes(),
            new SystemFields(),
            new HistoryFields(),
            new PromptFields(),
            new Choices(),
            new Candidates(),
            new Generations(),
            new ResponseFields(),
            new ContentFields(),
            new Nested(),
            new CallSettings());

    private Envelopes() {}
}
