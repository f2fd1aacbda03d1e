/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.readmodel.fold.SessionErasure;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which records of the log the tables must not have any more: those of erased sessions, and of expired ones. */
final class ForgottenEvents {

    private final Map<String, SessionErasure> erasures;
    private final Cursor<Expired> expired;

    /** @param beforeOffset the events of the session before it are not in the tables */
    record Expired(String sessionId, int partition, long beforeOffset) {}

    /**
     * @param erasures by session id
     * @param expired by session id, in the order of its UTF-8
     */
    ForgottenEvents(Map<String, SessionErasure> erasures, Cursor<Expired> expired) {
        this.erasures = erasures;
        this.expired = expired;
    }

    /** Sessions must be asked for in the order of their ids. */
    OfSession of(String sessionId) {
        byte[] id = sessionId.getBytes(UTF_8);
        Map<Integer, Long> before = new HashMap<>();
        for (Expired next = expired.peek(); next != null; next = expired.peek()) {
            int order = Arrays.compareUnsigned(next.sessionId().getBytes(UTF_8), id);
            if (order > 0) {
                break;
            }
            expired.next();
            if (order == 0) {
                before.put(next.partition(), next.beforeOffset());
            }
        }
        return new OfSession(erasures.get(sessionId), before);
    }

    /**
     * @param erasure null where the session is not erased
     * @param beforeOffsets by partition, where it has expired
     */
    record OfSession(@Nullable SessionErasure erasure, Map<Integer, Long> beforeOffsets) {

        /** Whether the record came when its session was erased already, and was only counted. */
        boolean cameTooLate(LogEntry entry) {
            return erasure != null && entry.partition() == erasure.partition() && entry.offset() > erasure.offset();
        }

        /** Whether the record was projected, and taken out of the tables since. */
        boolean wasTakenOut(LogEntry entry) {
            return erasure != null || entry.offset() < beforeOffsets.getOrDefault(entry.partition(), 0L);
        }
    }
}
