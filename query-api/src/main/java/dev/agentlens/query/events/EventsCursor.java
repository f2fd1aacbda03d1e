/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.events;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.query.session.CursorText;
import dev.agentlens.query.session.TracePosition;
import java.nio.ByteBuffer;

/**
 * The position after an event of GET /sessions/:id/events.
 *
 * @param filters their {@linkplain EventsQuery#fingerprint() fingerprint}
 */
record EventsCursor(String sessionId, int filters, TracePosition place) {

    static final String PARAMETER = "cursor";

    private static final byte VERSION = 6;

    /** For a client to send back. */
    String text() {
        byte[] id = sessionId.getBytes(ISO_8859_1);
        return CursorText.write(
                VERSION,
                ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES + id.length)
                        .putInt(filters)
                        .putLong(CursorText.micros(place.occurredAt()))
                        .putLong(place.logOffset())
                        .put(id)
                        .array());
    }

    /** @throws ApiException 400 if the text is damaged, of another session, or of other filters */
    static EventsCursor read(String text, String sessionId, EventsQuery query) {
        EventsCursor cursor = CursorText.read(VERSION, text, PARAMETER, EventsCursor::read);
        if (!cursor.sessionId.equals(sessionId)) {
            throw ApiException.badRequest(
                    "Invalid cursor: it is of another session; ask for that one, or begin without it");
        }
        if (cursor.filters != query.fingerprint()) {
            throw ApiException.badRequest(
                    "Invalid cursor: it is of other filters; send it with the same ones, or begin without it");
        }
        return cursor;
    }

    private static EventsCursor read(ByteBuffer bytes) {
        int filters = bytes.getInt();
        TracePosition place = new TracePosition(CursorText.time(bytes.getLong()), bytes.getLong());
        return new EventsCursor(CursorText.rest(bytes), filters, place);
    }
}
