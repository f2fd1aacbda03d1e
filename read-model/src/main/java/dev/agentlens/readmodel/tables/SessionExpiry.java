/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.common.event.EventTopic;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes sessions from the read tables whose last event is older than a given time, with their shares of the rollups.
 * {@code expired_sessions} remembers up to which offset, so that the tables stay a function of the log. A later event
 * starts its session again.
 */
public final class SessionExpiry {

    private static final int MAX_SESSIONS = 200;
    private static final int MAX_EVENTS = 5_000;

    /** Held, within a transaction, by the process that expires sessions; one per schema. */
    private static final long LOCK = 4_703_221_003L;

    private static final String OLD = """
            from sessions s
            where s.started_at < :cutoff::timestamptz
                and (s.ended_at is null or s.ended_at < :cutoff::timestamptz)
                and not exists (
                    select 1
                    from events e
                    where e.session_id = s.session_id
                        and e.occurred_at >= :cutoff::timestamptz
                        and e.event_type not in ('session_start', 'session_end'))
            """;

    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    /** What is, or would be, taken out; events of every type. */
    public record Removed(long sessions, long events) {

        Removed plus(Removed other) {
            return new Removed(sessions + other.sessions, events + other.events);
        }
    }

    private record Old(String sessionId, long events, List<Integer> partitions) {}

    /** @param dataSource of connections whose names are resolved in the schema of the tables */
    public SessionExpiry(DataSource dataSource) {
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        jdbc = JdbcClient.create(dataSource);
        template = new JdbcTemplate(dataSource);
    }

    /** The latest time for which {@link #expire} removed sessions. */
    public Optional<Instant> lastCutoff() {
        return jdbc.sql("select max(cutoff) from expired_sessions").query(OffsetDateTime.class).list().stream()
                .filter(Objects::nonNull)
                .map(OffsetDateTime::toInstant)
                .findFirst();
    }

    /** What {@link #expire} would remove. */
    public Removed count(Instant cutoff) {
        return jdbc.sql("select count(*), coalesce(sum(s.distinct_events), 0) " + OLD)
                .param("cutoff", cutoff.toString())
                .query((row, number) -> new Removed(row.getLong(1), row.getLong(2)))
                .single();
    }

    /**
     * Removes them batch by batch. Each transaction blocks one partition's projection; half of the time none is
     * blocked. Returns at once if another process is doing it.
     *
     * @param goOn receives each batch, and says whether to go on
     */
    public Removed expire(Instant cutoff, Predicate<Removed> goOn) {
        Removed total = new Removed(0, 0);
        boolean going = true;
        while (going) {
            long begun = System.nanoTime();
            List<Old> batch = next(cutoff);
            Removed removed = new Removed(0, 0);
            for (List<Old> together : byPartitions(batch)) {
                removed = removed.plus(remove(together, cutoff));
            }
            total = total.plus(removed);
            going = removed.sessions() > 0 && goOn.test(removed);
            if (going) {
                pause(Duration.ofNanos(System.nanoTime() - begun));
            }
        }
        return total;
    }

    /** The oldest; of one with more events than a batch has, no other. */
    private List<Old> next(Instant cutoff) {
        List<Old> found = find(cutoff, null);
        List<Old> batch = new ArrayList<>();
        long events = 0;
        for (Old session : found) {
            events += session.events();
            if (!batch.isEmpty() && events > MAX_EVENTS) {
                break;
            }
            batch.add(session);
        }
        return batch;
    }

    private Removed remove(List<Old> sessions, Instant cutoff) {
        Removed removed = transaction.execute(status -> {
            if (!isMine()) {
                return new Removed(0, 0);
            }
            Map<Integer, Long> nextOffsets = lock(sessions.get(0).partitions());
            // Events that arrived while no partition was blocked.
            List<Old> still = find(cutoff, sessions.stream().map(Old::sessionId).toList());
            remember(still, nextOffsets, cutoff);
            template.execute((ConnectionCallback<Integer>) connection -> {
                new SessionRemoval(connection)
                        .remove(still.stream().map(Old::sessionId).toList());
                return still.size();
            });
            return new Removed(
                    still.size(), still.stream().mapToLong(Old::events).sum());
        });
        return removed == null ? new Removed(0, 0) : removed;
    }

    private List<Old> find(Instant cutoff, @Nullable Collection<String> among) {
        JdbcClient.StatementSpec query = jdbc.sql(
                        """
                        select s.session_id, s.distinct_events,
                               (select array_agg(distinct e.log_partition order by e.log_partition)
                                from events e
                                where e.session_id = s.session_id) as partitions
                        """ + OLD + (among == null ? "" : "    and s.session_id = any (:among::text[])\n") + """
                        order by s.started_at, s.session_id
                        limit :limit
                        """)
                .param("cutoff", cutoff.toString())
                .param("limit", MAX_SESSIONS);
        if (among != null) {
            query = query.param("among", SqlArrays.text(among, id -> id));
        }
        return query.query((row, number) -> old(row)).list();
    }

    private boolean isMine() {
        return Boolean.TRUE.equals(
                jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended(current_schema(), :lock))")
                        .param("lock", LOCK)
                        .query(Boolean.class)
                        .single());
    }

    /** The projection takes this lock first too, so that each waits for the other here only. */
    private Map<Integer, Long> lock(List<Integer> partitions) {
        Map<Integer, Long> nextOffsets = new LinkedHashMap<>();
        jdbc.sql("""
                        select log_partition, next_offset
                        from projection_offsets
                        where topic = :topic and log_partition = any (:log_partition::int[])
                        order by log_partition
                        for update
                        """)
                .param("topic", EventTopic.EVENTS)
                .param("log_partition", SqlArrays.integer(partitions, partition -> partition))
                .query(row -> {
                    nextOffsets.put(row.getInt(1), row.getLong(2));
                });
        return nextOffsets;
    }

    private void remember(List<Old> sessions, Map<Integer, Long> nextOffsets, Instant cutoff) {
        record Row(String sessionId, int partition, long beforeOffset) {}
        List<Row> rows = sessions.stream()
                .flatMap(session -> nextOffsets.entrySet().stream()
                        .map(next -> new Row(session.sessionId(), next.getKey(), next.getValue())))
                .toList();
        jdbc.sql("""
                        insert into expired_sessions (session_id, log_partition, before_offset, cutoff)
                        select *, :cutoff::timestamptz
                        from unnest(:session_id::text[], :log_partition::int[], :before_offset::bigint[])
                        on conflict (session_id, log_partition) do update
                            set before_offset = excluded.before_offset, cutoff = excluded.cutoff
                        """)
                .param("cutoff", cutoff.toString())
                .param("session_id", SqlArrays.text(rows, Row::sessionId))
                .param("log_partition", SqlArrays.integer(rows, Row::partition))
                .param("before_offset", SqlArrays.bigint(rows, Row::beforeOffset))
                .update();
    }

    /** Each batch blocks the partitions of its sessions, almost always one. */
    private static Collection<List<Old>> byPartitions(List<Old> sessions) {
        Map<List<Integer>, List<Old>> groups = new LinkedHashMap<>();
        sessions.forEach(session -> groups.computeIfAbsent(session.partitions(), key -> new ArrayList<>())
                .add(session));
        return groups.values();
    }

    private static Old old(ResultSet row) throws SQLException {
        Array partitions = row.getArray("partitions");
        return new Old(
                row.getString("session_id"),
                row.getLong("distinct_events"),
                partitions == null ? List.of() : Arrays.asList((Integer[]) partitions.getArray()));
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
