/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static dev.agentlens.cli.verify.Verification.Phase.COMPARING_THE_TABLES;
import static dev.agentlens.cli.verify.Verification.Phase.READING_THE_LOG;

import com.zaxxer.hikari.HikariDataSource;
import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.MaintenanceLock;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.topic.TopicReader;
import dev.agentlens.cli.topic.TopicReader.Range;
import dev.agentlens.cli.verify.VerificationReport.Table;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.prices.PriceList;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/**
 * Copies the log, from its beginning up to the position of the read tables, into temporary tables of PostgreSQL, has SQL say
 * what each read table must contain ({@link ReadTable}), and compares: every event, session, rollup row and counter. The log
 * may be written and projected meanwhile: the read tables are compared as they were when it began. While it runs no rebuild
 * switches the tables ({@link MaintenanceLock}).
 */
public final class Verification {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String INSUFFICIENT_RESOURCES = "53";

    /** Of temporary tables and sorts, in PostgreSQL. */
    private static final int BYTES_PER_RECORD = 600;

    private final RunningSystem system;
    private final String schema;
    private final Options options;

    /**
     * @param memoryMb that PostgreSQL may use for each sort
     * @param listed differences that are named; the others are counted
     */
    public record Options(int memoryMb, int listed) {

        /** 32 MB, 100 differences. */
        public static Options defaults() {
            return new Options(32, 100);
        }
    }

    /** What is being done. */
    public enum Phase {
        READING_THE_LOG,
        COMPARING_THE_TABLES
    }

    /** Receives progress often. */
    public interface Progress {

        /** @param total records in both phases */
        void at(Phase phase, long done, long total);
    }

    private Verification(RunningSystem system, String schema, Options options) {
        this.system = system;
        this.schema = schema;
        this.options = options;
    }

    /** @param schema whose tables are compared */
    public static Verification of(RunningSystem system, String schema, Options options) {
        return new Verification(system, schema, options);
    }

    /**
     * @throws CommandFailedException if nothing can be compared: Kafka or PostgreSQL is unavailable, there are no tables, they
     *     were projected from another log, or PostgreSQL has no space or grants no temporary tables
     */
    public VerificationReport run(Progress progress) {
        long begun = System.nanoTime();
        try (HikariDataSource database = system.dataSource(schema, 2);
                MaintenanceLock lock = MaintenanceLock.ofVerification(database);
                TopicReader log = new TopicReader(system, "agentlens-verify");
                Comparison comparison = Comparison.begin(database, options.memoryMb())) {
            requireSameLog(comparison.sourceId(), log.idOf(EventTopic.EVENTS));
            SortedMap<Integer, Range> extent = log.ranges(EventTopic.EVENTS);
            SortedMap<Integer, Range> projected = projected(comparison.nextOffsets(), extent);
            long total = records(projected);
            List<String> unreadable =
                    copy(log, projected, comparison, done -> progress.at(READING_THE_LOG, done, total));
            List<Table> found =
                    compare(comparison, share -> progress.at(COMPARING_THE_TABLES, total * share / 100, total));
            return new VerificationReport(
                    schema,
                    found,
                    comparison.ledger(),
                    unreadable,
                    comparison.notInTheLog(),
                    records(log.ranges(EventTopic.REJECTED)),
                    records(extent) - total,
                    Duration.ofNanos(System.nanoTime() - begun));
        } catch (DataAccessException | UncheckedIOException | CompletionException e) {
            throw failed(e);
        }
    }

    private void requireSameLog(@Nullable String projectedId, @Nullable String id) {
        if (id == null) {
            throw new CommandFailedException("Kafka has no topic " + EventTopic.EVENTS
                    + "; is this the Kafka that the read tables were projected from?");
        }
        if (projectedId == null) {
            throw new CommandFailedException("Nothing was projected into the schema " + schema
                    + " yet, so there is nothing to verify; start a projector");
        }
        if (!projectedId.equals(id)) {
            throw new CommandFailedException("The read tables in the schema " + schema
                    + " were projected from another log: from the topic with the id " + projectedId + ", while Kafka's "
                    + EventTopic.EVENTS + " has the id " + id
                    + ". Nothing can be compared; if the topic was re-created,"
                    + " rebuild the tables from it");
        }
    }

    /** What the log has, up to the position of the tables. */
    private static SortedMap<Integer, Range> projected(Map<Integer, Long> nextOffsets, Map<Integer, Range> extent) {
        SortedMap<Integer, Range> projected = new TreeMap<>(extent);
        projected.keySet().retainAll(nextOffsets.keySet());
        projected.replaceAll((partition, range) -> range.upTo(nextOffsets.getOrDefault(partition, 0L)));
        return projected;
    }

    private List<String> copy(
            TopicReader log, SortedMap<Integer, Range> projected, Comparison comparison, LongConsumer progress) {
        comparison.createLogTables();
        PriceList prices = comparison.prices();
        try (CopyWriter ranges = comparison.copyInto("log_range")) {
            projected.forEach((partition, range) -> ranges.row(partition, range.begin(), range.end()));
        }
        try (CopyWriter letters = comparison.copyInto("dead_letter");
                LogCopy copy = new LogCopy(letters, prices, 0)) {
            log.read(EventTopic.DEAD_LETTERS, log.ranges(EventTopic.DEAD_LETTERS), records -> {
                records.forEach(copy::letter);
                return true;
            });
        }
        try (CopyWriter entries = comparison.copyInto("log_entry");
                LogCopy copy = new LogCopy(entries, prices, options.listed())) {
            AtomicLong done = new AtomicLong();
            log.read(EventTopic.EVENTS, projected, records -> {
                copy.records(records);
                progress.accept(done.addAndGet(records.size()));
                return true;
            });
            return copy.unreadable();
        }
    }

    /** @param progress receives the percentage that is done */
    private List<Table> compare(Comparison comparison, IntConsumer progress) {
        List<Table> found = new ArrayList<>();
        int listed = options.listed();
        for (ReadTable table : ReadTable.values()) {
            progress.accept(100 * table.ordinal() / ReadTable.values().length);
            Table differences = comparison.compare(table, listed);
            listed -= differences.first().size();
            found.add(differences);
        }
        progress.accept(100);
        return found;
    }

    private static long records(Map<Integer, Range> ranges) {
        return ranges.values().stream().mapToLong(Range::size).sum();
    }

    private CommandFailedException failed(Exception e) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        String state = cause instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
        String problem = "PostgreSQL could not compare the tables: ";
        if (state.equals(PSQLState.UNDEFINED_TABLE.getState())) {
            problem = "There are no read tables of this version in the schema " + schema + ": ";
        } else if (state.equals(INSUFFICIENT_PRIVILEGE)) {
            problem = "The user needs SELECT on the tables in the schema " + schema
                    + ", and TEMPORARY on the database: the log is compared in temporary tables. PostgreSQL: ";
        } else if (state.startsWith(INSUFFICIENT_RESOURCES)) {
            problem = "PostgreSQL has no space for the log's copy, which takes about " + BYTES_PER_RECORD
                    + " bytes per record: ";
        }
        return new CommandFailedException(problem + cause.getMessage(), e);
    }
}
