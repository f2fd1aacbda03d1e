/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.fold.SessionErasure;
import dev.agentlens.readmodel.tables.PollTransaction.Present;
import dev.agentlens.readmodel.tables.PreparedPoll.Distinct;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.transaction.support.TransactionTemplate;

/** All read tables. One transaction applies one poll and stores the position in the log. */
public final class ReadTables {

    private final DataSource dataSource;
    private final TransactionTemplate transaction;
    private final SQLExceptionTranslator exceptions = new SQLExceptionSubclassTranslator();
    private final OffsetTable offsets;
    private final ErasedSessions erased;
    private final PriceTable prices;
    private final LookedUpPolls polls = new LookedUpPolls();

    public ReadTables(DataSource dataSource) {
        this.dataSource = dataSource;
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        JdbcClient jdbc = JdbcClient.create(dataSource);
        offsets = new OffsetTable(jdbc);
        erased = new ErasedSessions(jdbc);
        prices = new PriceTable(dataSource);
    }

    /** The prices by which sessions are priced. */
    public PriceTable prices() {
        return prices;
    }

    /**
     * Where to read on, by partition; a partition never projected begins at the given start of its log.
     *
     * @param topicId Kafka's id of the topic as it is now
     * @throws UnknownLogException if the tables are a fold of another log
     */
    public Map<Integer, LogPlace> places(String topicId, Map<Integer, Long> logStartOffsets) {
        return transaction.execute(status -> {
            String projectedId = offsets.sourceOrBegin(topicId);
            if (!projectedId.equals(topicId)) {
                throw new UnknownLogException(EventTopic.EVENTS, projectedId, topicId);
            }
            return offsets.findOrBegin(logStartOffsets);
        });
    }

    /**
     * Applies the batches of one poll, all or none. Events that are there already only change a counter.
     *
     * @throws FencedException if another projector has moved on one of the partitions
     * @throws ConcurrentChangeException if another projector changed one of the sessions meanwhile
     */
    public List<BatchCounts> project(List<PartitionBatch> batches) {
        return project(PreparedPoll.of(batches), () -> {});
    }

    /**
     * The same for a prepared poll, with a check before the commit.
     *
     * @param beforeCommit runs when all is written; an exception rolls everything back
     */
    public List<BatchCounts> project(PreparedPoll poll, Runnable beforeCommit) {
        if (poll.isCopied() && polls.areExpectedToBeNew()) {
            try {
                return project(poll, List.of(), beforeCommit);
            } catch (ConcurrentChangeException e) {
                // One of its events was in the tables already.
                polls.foundDuplicate();
            }
        }
        return project(poll, poll.all().ordered(), beforeCommit);
    }

    private List<BatchCounts> project(PreparedPoll poll, List<LoggedEvent> sought, Runnable beforeCommit) {
        return transaction.execute(status -> {
            List<BatchCounts> counts = write(poll, sought);
            beforeCommit.run();
            return counts;
        });
    }

    /** Runs {@link #project} and rolls it back. Throws what that would throw. */
    public void rehearse(List<PartitionBatch> batches) {
        transaction.executeWithoutResult(status -> {
            PreparedPoll poll = PreparedPoll.of(batches);
            write(poll, poll.all().ordered());
            status.setRollbackOnly();
        });
    }

    /** @param sought those of its events that the tables may have */
    private List<BatchCounts> write(PreparedPoll poll, List<LoggedEvent> sought) {
        List<PartitionBatch> batches = poll.batches();
        try {
            Connection connection = DataSourceUtils.getConnection(dataSource);
            PollTransaction writer = new PollTransaction(connection);
            // First, because it locks the partitions: a projector that lost one waits here, and fails before writing.
            // It also keeps the schema's name stable: a rebuild trades names under a lock on this table, so that no
            // transaction begins in one schema and ends in another.
            Present present = writer.lookUp(batches, poll.all().ordered(), sought);
            ErasedEvents tooLate = ErasedEvents.of(present.erased(), batches);
            Distinct distinct = poll.without(tooLate);
            Map<EventIdentity, Long> digests = present.digests();
            if (!digests.isEmpty()) {
                polls.foundDuplicate();
            }
            List<LoggedEvent> fresh = digests.isEmpty()
                    ? distinct.ordered()
                    : distinct.ordered().stream()
                            .filter(logged -> !digests.containsKey(logged.identity()))
                            .toList();
            List<BatchCounts> counts = batches.stream()
                    .map(batch -> count(batch, distinct.byIdentity(), digests, tooLate))
                    .toList();
            writer.write(
                    fresh,
                    present.sessions(),
                    () -> prices.prices(present.priceDigest()),
                    poll::takeRow,
                    batches,
                    counts);
            erase(batches, connection);
            return counts;
        } catch (SQLException e) {
            String task = "Projection, SQLSTATE " + e.getSQLState();
            DataAccessException translated = exceptions.translate(task, null, e);
            throw translated != null ? translated : new UncategorizedSQLException(task, null, e);
        }
    }

    private void erase(List<PartitionBatch> batches, Connection connection) throws SQLException {
        List<SessionErasure> erasures =
                batches.stream().flatMap(batch -> batch.erasures().stream()).toList();
        if (!erasures.isEmpty()) {
            new SessionRemoval(connection)
                    .remove(erasures.stream().map(SessionErasure::sessionId).toList());
            erased.add(erasures);
        }
    }

    /** @param present digests of the events that were in the table before */
    private static BatchCounts count(
            PartitionBatch batch,
            Map<EventIdentity, LoggedEvent> distinct,
            Map<EventIdentity, Long> present,
            ErasedEvents tooLate) {
        long erased = batch.erasures().size();
        long projected = 0;
        long duplicates = 0;
        long conflicts = 0;
        for (LoggedEvent logged : batch.events()) {
            if (tooLate.contains(logged)) {
                erased++;
                continue;
            }
            LoggedEvent first = distinct.getOrDefault(logged.identity(), logged);
            Long digest = present.get(logged.identity());
            if (digest == null && first == logged) {
                projected++;
            } else if ((digest == null ? first.contentDigest() : digest) == logged.contentDigest()) {
                duplicates++;
            } else {
                conflicts++;
            }
        }
        return new BatchCounts(batch.partition(), projected, duplicates, conflicts, batch.deadLettered(), erased);
    }
}
