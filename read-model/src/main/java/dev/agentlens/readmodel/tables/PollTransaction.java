/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.prices.PriceList;
import dev.agentlens.readmodel.fold.BatchFold;
import dev.agentlens.readmodel.fold.BatchFold.AgentMove;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.fold.SessionState;
import dev.agentlens.readmodel.tables.SessionTable.Stored;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The statements of one transaction, sent together unless one needs the result of another: the driver sends a text of
 * several statements in one round trip. Each statement sees what was committed before it begins, and so those after the
 * first see all that a former holder of the partitions' locks wrote.
 */
final class PollTransaction {

    /**
     * More events than this are added by COPY, which takes two round trips, and less of PostgreSQL's time for each row.
     */
    static final int MAX_INSERTED = 100;

    private static final Set<String> KEYS = Set.of("events_pkey", "sessions_pkey", "session_search_pkey");

    private static final String LOOK_UP = OffsetTable.LOCK + ";" + EventTable.DIGESTS + ";" + SessionTable.FIND;
    private static final String WRITE = String.join(
            ";",
            EventTable.INSERT,
            SessionTable.SAVE,
            SessionSearchTable.SAVE,
            RollupTables.ADD,
            UsageTables.ADD,
            OffsetTable.ADVANCE);

    private final Connection connection;

    PollTransaction(Connection connection) {
        this.connection = connection;
    }

    /**
     * What the tables already contain of a poll.
     *
     * @param erased sessions
     * @param digests of events
     * @param priceDigest of the prices; null where there are none yet
     */
    record Present(
            Map<String, Stored> sessions,
            Set<String> erased,
            Map<EventIdentity, Long> digests,
            @Nullable String priceDigest) {}

    /**
     * Locks the poll's partitions, and looks its sessions and those of its events up that are {@code sought}.
     *
     * @throws FencedException if one of the partitions is not where its batch was read
     */
    Present lookUp(List<PartitionBatch> batches, List<LoggedEvent> events, List<LoggedEvent> sought)
            throws SQLException {
        if (events.isEmpty()) {
            lock(batches);
            return new Present(Map.of(), Set.of(), Map.of(), null);
        }
        try (PreparedStatement statement = connection.prepareStatement(LOOK_UP)) {
            ArrayParameters parameters = new ArrayParameters(statement);
            OffsetTable.bindLock(parameters, batches);
            EventTable.bindDigests(parameters, sought);
            List<String> sessionIds = sessionIds(events);
            SessionTable.bindFind(parameters, sessionIds);
            statement.execute();
            String priceDigest = OffsetTable.requireAt(result(statement), batches);
            statement.getMoreResults();
            Map<EventIdentity, Long> digests = EventTable.digests(result(statement), sought);
            statement.getMoreResults();
            Map<String, Stored> sessions = new HashMap<>();
            Set<String> erased = new HashSet<>();
            SessionTable.find(result(statement), sessionIds, sessions, erased);
            return new Present(sessions, erased, digests, priceDigest);
        }
    }

    private void lock(List<PartitionBatch> batches) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OffsetTable.LOCK)) {
            OffsetTable.bindLock(new ArrayParameters(statement), batches);
            OffsetTable.requireAt(statement.executeQuery(), batches);
        }
    }

    /**
     * Adds events, writes their sessions and rollups, and moves the partitions on.
     *
     * @param fresh that the tables do not have
     * @param known those of their sessions that the tables have
     * @param prices that model calls are priced by
     * @param row of an event, for COPY
     * @param counts of the batches, in their order
     * @throws ConcurrentChangeException if the tables have one of them, which was not looked up, or was added since
     */
    void write(
            List<LoggedEvent> fresh,
            Map<String, Stored> known,
            Supplier<PriceList> prices,
            Function<LoggedEvent, byte[]> row,
            List<PartitionBatch> batches,
            List<BatchCounts> counts)
            throws SQLException {
        try {
            if (fresh.isEmpty()) {
                advance(batches, counts);
            } else {
                writeAll(fresh, known, prices, row, batches, counts);
            }
        } catch (PSQLException e) {
            if (isOfAnotherTransaction(e.getServerErrorMessage())) {
                throw new ConcurrentChangeException("Rows of this batch were added by another projector meanwhile");
            }
            throw e;
        }
    }

    private void advance(List<PartitionBatch> batches, List<BatchCounts> counts) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OffsetTable.ADVANCE)) {
            OffsetTable.bindAdvance(new ArrayParameters(statement), batches, counts);
            statement.executeUpdate();
        }
    }

    private void writeAll(
            List<LoggedEvent> fresh,
            Map<String, Stored> known,
            Supplier<PriceList> prices,
            Function<LoggedEvent, byte[]> row,
            List<PartitionBatch> batches,
            List<BatchCounts> counts)
            throws SQLException {
        PriceList priceList = prices.get();
        boolean copied = fresh.size() > MAX_INSERTED;
        BatchFold fold = copied ? foldWhileCopying(fresh, known, priceList, row) : fold(fresh, known, priceList);
        move(fold, batches);
        Collection<SessionState> sessions = fold.sessions().values();
        List<SessionSearchTable.Row> search = SessionSearchTable.changed(sessions, known);
        if (sessions.size() > SessionTable.MAX_ROWS) {
            SessionTable.saveMany(connection, sessions, known);
            sessions = List.of();
        }
        search = SessionSearchTable.copyMany(connection, search, known);
        UsageTables.Rows usage = UsageTables.copyMany(connection, UsageTables.Rows.of(fold.rollups()));
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            ArrayParameters parameters = new ArrayParameters(statement);
            EventTable.bindInsert(parameters, copied ? List.of() : fresh);
            SessionTable.bindSave(parameters, sessions, known);
            SessionSearchTable.bindSave(parameters, search);
            RollupTables.bindAdd(parameters, fold.rollups());
            UsageTables.bindAdd(parameters, usage);
            OffsetTable.bindAdvance(parameters, batches, counts);
            statement.execute();
            statement.getMoreResults();
            SessionTable.requireSaved(statement.getUpdateCount(), sessions.size());
        }
    }

    /** PostgreSQL adds the rows meanwhile. */
    private BatchFold foldWhileCopying(
            List<LoggedEvent> fresh, Map<String, Stored> known, PriceList prices, Function<LoggedEvent, byte[]> row)
            throws SQLException {
        try (BinaryCopy copy = EventTable.copy(connection)) {
            copy.send(() -> fresh.stream().map(row).iterator());
            BatchFold fold = fold(fresh, known, prices);
            copy.end();
            return fold;
        }
    }

    /** Counts the events of earlier polls for the agent that their session has now. */
    private void move(BatchFold fold, List<PartitionBatch> batches) throws SQLException {
        for (AgentMove move : fold.moves()) {
            EventTable.forEachCounted(connection, move.sessionId(), (event, partition, offset) -> {
                if (batches.stream().noneMatch(batch -> batch.contains(partition, offset))) {
                    fold.rollups().move(event, move.fromAgent(), move.toAgent());
                }
            });
        }
    }

    private static BatchFold fold(List<LoggedEvent> fresh, Map<String, Stored> known, PriceList prices) {
        Map<String, SessionState> states = new HashMap<>();
        known.forEach((id, stored) -> states.put(id, stored.state()));
        return BatchFold.of(states, fresh, prices);
    }

    private static List<String> sessionIds(List<LoggedEvent> events) {
        Set<String> ids = new LinkedHashSet<>();
        events.forEach(logged -> ids.add(logged.identity().sessionId()));
        return List.copyOf(ids);
    }

    private static ResultSet result(PreparedStatement statement) throws SQLException {
        return Objects.requireNonNull(statement.getResultSet());
    }

    /** Whether an event or session existed although it was not found. */
    private static boolean isOfAnotherTransaction(@Nullable ServerErrorMessage error) {
        return error != null && error.getConstraint() != null && KEYS.contains(error.getConstraint());
    }
}
