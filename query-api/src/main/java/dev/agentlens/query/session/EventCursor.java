/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.agentlens.edge.error.ApiException;
import java.nio.ByteBuffer;

/** The position after an event in the trace of GET /sessions/:id. */
record EventCursor(String sessionId, TracePosition place) {

    static final String PARAMETER = "event_cursor";

    private static final byte VERSION = 2;

    /** For a client to send back. */
    String text() {
        byte[] id = sessionId.getBytes(ISO_8859_1);
        return CursorText.write(
                VERSION,
                ByteBuffer.allocate(2 * Long.BYTES + id.length)
                        .putLong(CursorText.micros(place.occurredAt()))
                        .putLong(place.logOffset())
                        .put(id)
                        .array());
    }

    /** @throws ApiException 400 if the text is damaged, or of another session's trace */
    static EventCursor read(String text, String sessionId) {
        EventCursor cursor = CursorText.read(VERSION, text, PARAMETER, EventCursor::read);
        if (!cursor.sessionId.equals(sessionId)) {
            throw ApiException.badRequest(
                    "Invalid event_cursor: it is of another session; ask for that one, or begin without it");
        }
        return cursor;
    }

    private static EventCursor read(ByteBuffer bytes) {
        TracePosition place = new TracePosition(CursorText.time(bytes.getLong()), bytes.getLong());
        return new EventCursor(CursorText.rest(bytes), place);
    }
}
