/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.conversation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.query.session.CursorText;
import dev.agentlens.query.session.TracePosition;
import java.nio.ByteBuffer;

/**
 * The position after a message of GET /sessions/:id/conversation.
 *
 * @param ofModelCalls whether the messages come from the session's model calls
 */
record ConversationCursor(String sessionId, boolean ofModelCalls, ConversationMessage.Place place) {

    static final String PARAMETER = "cursor";

    private static final byte VERSION = 5;

    /** For a client to send back. */
    String text() {
        byte[] id = sessionId.getBytes(ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.allocate(1 + Integer.BYTES + 4 * Long.BYTES + id.length)
                .put((byte) (ofModelCalls ? 1 : 0))
                .putInt(place.number());
        put(bytes, place.replayFrom());
        put(bytes, place.event());
        return CursorText.write(VERSION, bytes.put(id).array());
    }

    /** @throws ApiException 400 if the text is damaged, or of another session */
    static ConversationCursor read(String text, String sessionId) {
        ConversationCursor cursor = CursorText.read(VERSION, text, PARAMETER, ConversationCursor::read);
        if (!cursor.sessionId.equals(sessionId)) {
            throw ApiException.badRequest(
                    "Invalid cursor: it is of another session; ask for that one, or begin without it");
        }
        return cursor;
    }

    private static ConversationCursor read(ByteBuffer bytes) {
        boolean ofModelCalls = bytes.get() != 0;
        int number = bytes.getInt();
        TracePosition replayFrom = position(bytes);
        ConversationMessage.Place place = new ConversationMessage.Place(replayFrom, position(bytes), number);
        return new ConversationCursor(CursorText.rest(bytes), ofModelCalls, place);
    }

    private static void put(ByteBuffer bytes, TracePosition position) {
        bytes.putLong(CursorText.micros(position.occurredAt())).putLong(position.logOffset());
    }

    private static TracePosition position(ByteBuffer bytes) {
        return new TracePosition(CursorText.time(bytes.getLong()), bytes.getLong());
    }
}
