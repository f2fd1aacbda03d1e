/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads pages of all sessions, newest first, then by id. Waits for the database: never to be called on an event loop. */
@Component
class SessionList {

    /** 200 of them are less than a megabyte. */
    private static final int SHORT_METADATA_BYTES = 4_096;

    private final JdbcClient jdbc;

    SessionList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One statement, so that page and total are of one moment and of one set of tables. Places come from an index alone,
     * rows are looked up for those of the page only; an offset beyond the total scans nothing.
     *
     * @param after where the page begins
     * @param offset sessions to leave out from there
     */
    SessionPage page(SessionCursor after, int limit, int offset) {
        AtomicLong total = new AtomicLong();
        List<Session> sessions = new ArrayList<>();
        Map<String, String> shortMetadata = new HashMap<>();
        jdbc.sql("""
                        with counted as (
                            select coalesce(sum(sessions), 0)::bigint as total
                            from session_rollup
                            where :status::text is null or status = :status
                        ), places as (
                            (select started_at, session_id
                             from sessions
                             where (:status::text is null or status = :status)
                                 and started_at = :started_at and session_id > :session_id
                             order by session_id
                             limit :rows)
                            union all
                            (select started_at, session_id
                             from sessions
                             where (:status::text is null or status = :status)
                                 and started_at < :started_at
                                 and :offset < (select total from counted)
                             order by started_at desc, session_id
                             limit :rows offset :offset)
                        ), page as (
                            select s.session_id, s.agent_name, s.started_at, s.ended_at, s.total_tokens_in,
                                   s.total_tokens_out, s.status, s.event_count, s.error_count,
                                   octet_length(s.metadata) as metadata_bytes,
                                   case when octet_length(s.metadata) <= :short then s.metadata end as metadata
                            from (select * from places order by started_at desc, session_id limit :rows) as place
                            join sessions as s using (session_id)
                        )
                        select total, page.*
                        from counted
                        left join page on true
                        order by started_at desc, session_id
                        """)
                .param("status", after.status())
                .param("started_at", after.startedAt().atOffset(ZoneOffset.UTC))
                .param("session_id", after.sessionId())
                // One more than the page has: whether there is a next one.
                .param("rows", limit + 1)
                .param("offset", offset)
                .param("short", SHORT_METADATA_BYTES)
                .query(row -> {
                    total.set(row.getLong("total"));
                    if (row.getString("session_id") != null) {
                        sessions.add(session(row));
                        String metadata = row.getString("metadata");
                        if (metadata != null) {
                            shortMetadata.put(row.getString("session_id"), metadata);
                        }
                    }
                });
        boolean more = sessions.size() > limit;
        List<Session> page = more ? sessions.subList(0, limit) : sessions;
        return new SessionPage(
                page,
                shortMetadata,
                total.get(),
                more ? SessionCursor.after(after.status(), page.get(limit - 1)) : null);
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getString("session_id"),
                row.getString("agent_name"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                endedAt(row),
                row.getBigDecimal("total_tokens_in"),
                row.getBigDecimal("total_tokens_out"),
                row.getString("status"),
                row.getLong("event_count"),
                row.getLong("error_count"),
                row.getInt("metadata_bytes"));
    }

    private static @Nullable Instant endedAt(ResultSet row) throws SQLException {
        OffsetDateTime endedAt = row.getObject("ended_at", OffsetDateTime.class);
        return endedAt == null ? null : endedAt.toInstant();
    }
}
