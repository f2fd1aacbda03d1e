/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.query.session.CursorText;
import dev.agentlens.query.session.Session;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The position after a session in the list of GET /sessions.
 *
 * @param status that the list is filtered by; null for all
 * @param startedAt of the session, in microseconds
 */
record SessionCursor(@Nullable String status, Instant startedAt, String sessionId) {

    static final String PARAMETER = "cursor";

    static final byte VERSION = 1;

    static SessionCursor after(@Nullable String status, Session session) {
        return new SessionCursor(status, session.startedAt(), session.sessionId());
    }

    /** For a client to send back. */
    String text() {
        byte[] filter = (status == null ? "" : status).getBytes(ISO_8859_1);
        byte[] id = sessionId.getBytes(ISO_8859_1);
        return CursorText.write(
                VERSION,
                ByteBuffer.allocate(Long.BYTES + 1 + filter.length + id.length)
                        .putLong(CursorText.micros(startedAt))
                        .put((byte) filter.length)
                        .put(filter)
                        .put(id)
                        .array());
    }

    /**
     * @param given the parameters of the request: empty, or those of the list
     * @throws ApiException 400 if the text is damaged, or of another list
     */
    static SessionCursor read(String text, Map<String, String> given) {
        SessionCursor cursor = CursorText.read(VERSION, text, PARAMETER, SessionCursor::read);
        if (!given.isEmpty() && !Objects.equals(cursor.status, given.get("status"))) {
            throw ApiException.badRequest("Invalid cursor: it is of the list "
                    + (cursor.status == null ? "without a status" : "with status=" + cursor.status)
                    + "; ask for the same list, or begin without it");
        }
        return cursor;
    }

    private static SessionCursor read(ByteBuffer place) {
        Instant startedAt = CursorText.time(place.getLong());
        String status = CursorText.text(place, Byte.toUnsignedInt(place.get()));
        return new SessionCursor(status.isEmpty() ? null : status, startedAt, CursorText.rest(place));
    }
}
