/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import com.zaxxer.hikari.HikariDataSource;
import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.MaintenanceLock;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.verify.LogReader.Range;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.event.MalformedEventException;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.fold.SessionErasure;
import dev.agentlens.readmodel.log.RecordDecoder;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.core.NestedExceptionUtils;

/**
 * Reads the log from its beginning up to where the read tables stand, folds it again, without the projector's SQL, and
 * compares: every event, session, rollup row and counter. It writes nothing but temporary files, and memory does not grow
 * with the log. The log may be written and projected meanwhile: the tables are looked at as they were when it began. While
 * it runs no rebuild switches the tables ({@link MaintenanceLock}).
 */
public final class Verification {

    private final RunningSystem system;
    private final String schema;
    private final Options options;

    /**
     * @param memoryBytes of the log's events that are held while they are sorted
     * @param temporaryDirectory where they are sorted, some 400 bytes each
     * @param listed differences that are told in words; the others are counted
     */
    public record Options(long memoryBytes, Path temporaryDirectory, int listed) {

        /** 32 MB, the JVM's directory, 100 differences. */
        public static Options defaults() {
            return new Options(32L << 20, Path.of(System.getProperty("java.io.tmpdir")), 100);
        }
    }

    /** What is being done. */
    public enum Phase {
        READING_THE_LOG,
        COMPARING_THE_TABLES
    }

    /** Is told, often, how far it is. */
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
     * @throws CommandFailedException if nothing can be compared: Kafka or PostgreSQL is away, there are no tables, or they are
     *     a fold of another log
     */
    public VerificationReport run(Progress progress) {
        long begun = System.nanoTime();
        try (HikariDataSource database = system.dataSource(schema, 2);
                MaintenanceLock lock = MaintenanceLock.ofVerification(database);
                TableSnapshot tables = TableSnapshot.of(database, schema);
                LogReader reader = new LogReader(system);
                Run run = new Run(tables, reader, progress)) {
            return run.report(begun);
        } catch (UncheckedIOException e) {
            throw new CommandFailedException(
                    "Cannot work with temporary files in " + options.temporaryDirectory() + ": "
                            + NestedExceptionUtils.getMostSpecificCause(e).getMessage()
                            + "; choose another directory with --temp-dir",
                    e);
        }
    }

    private final class Run implements AutoCloseable {

        private final TableSnapshot tables;
        private final LogReader reader;
        private final Progress progress;
        private final ExternalSort entries = new ExternalSort(options.temporaryDirectory(), options.memoryBytes());
        private final RollupTotals rollups = new RollupTotals(options.temporaryDirectory(), options.memoryBytes() / 4);
        private final Differences differences = new Differences(options.listed());
        private final SortedMap<Integer, PartitionLedger> ledgers = new TreeMap<>();
        private final List<String> unreadable = new ArrayList<>();
        private final Map<String, SessionErasure> erasures = new TreeMap<>();
        private long read;

        Run(TableSnapshot tables, LogReader reader, Progress progress) {
            this.tables = tables;
            this.reader = reader;
            this.progress = progress;
        }

        VerificationReport report(long begun) {
            requireSameLog();
            SortedMap<Integer, Position> positions = tables.positions();
            SortedMap<Integer, Range> log = reader.ranges(EventTopic.EVENTS);
            SortedMap<Integer, Range> projected = projected(positions, log);
            reader.read(EventTopic.DEAD_LETTERS, reader.ranges(EventTopic.DEAD_LETTERS), this::addLetter);
            long total = projected.values().stream()
                    .mapToLong(range -> range.end() - range.begin())
                    .sum();
            reader.read(EventTopic.EVENTS, projected, record -> addRecord(record, total));
            progress.at(Phase.READING_THE_LOG, read, total);

            compareErasures(projected);
            TableComparison comparison = new TableComparison(
                    new Cursor<>(decoded(entries.sorted())),
                    tables,
                    projected,
                    this::ledger,
                    new ForgottenEvents(erasures, tables.expired()),
                    rollups,
                    differences);
            comparison.run(done -> progress.at(Phase.COMPARING_THE_TABLES, Math.min(done, total), total));
            new RollupComparison(
                            new Cursor<>(rollups.rows()),
                            tables.rollups(),
                            comparison.sessionInSeveralPartitions(),
                            differences)
                    .run();
            List<VerificationReport.Partition> ledger = compareLedgers(positions, projected, log);
            return new VerificationReport(
                    schema,
                    differences.count() == 0,
                    differences.count(),
                    differences.first(),
                    differences.tables(),
                    ledger,
                    List.copyOf(unreadable),
                    new VerificationReport.NotInTheLog(
                            projected.entrySet().stream()
                                    .filter(partition -> partition.getValue().begin() > 0)
                                    .map(Map.Entry::getKey)
                                    .toList(),
                            comparison.olderEvents(),
                            comparison.olderSessions()),
                    reader.ranges(EventTopic.REJECTED).values().stream()
                            .mapToLong(range -> range.end() - range.begin())
                            .sum(),
                    notYetProjected(log, projected),
                    Duration.ofNanos(System.nanoTime() - begun));
        }

        private void requireSameLog() {
            String projectedId = tables.sourceId();
            String id = reader.idOf(EventTopic.EVENTS);
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
                        + " are a fold of another log: of the topic with the id " + projectedId + ", while Kafka's "
                        + EventTopic.EVENTS + " has the id " + id + ". Nothing can be compared; if the topic was made"
                        + " anew, rebuild the tables from it");
            }
        }

        private SortedMap<Integer, Range> projected(Map<Integer, Position> positions, Map<Integer, Range> log) {
            SortedMap<Integer, Range> projected = new TreeMap<>();
            positions.forEach((partition, position) -> {
                Range range = log.get(partition);
                if (range == null) {
                    differences.add("projection_offsets", "partition " + partition, "the topic has no such partition");
                    return;
                }
                if (position.nextOffset() > range.end() || position.nextOffset() < range.begin()) {
                    differences.add(
                            "projection_offsets",
                            "partition " + partition,
                            "next_offset is " + position.nextOffset() + ", but the log has the offsets " + range.begin()
                                    + " to " + range.end());
                }
                projected.put(partition, range.upTo(position.nextOffset()));
                ledger(partition);
            });
            return projected;
        }

        private void addRecord(ConsumerRecord<byte[], byte[]> record, long total) {
            PartitionLedger ledger = ledger(record.partition());
            ledger.read();
            try {
                Optional<SessionErasure> erasure = RecordDecoder.erasure(record);
                if (erasure.isPresent()) {
                    erasures.putIfAbsent(erasure.get().sessionId(), erasure.get());
                    ledger.erased(1);
                } else {
                    entries.add(LogEntry.record(RecordDecoder.decode(record)));
                }
            } catch (MalformedEventException e) {
                ledger.setAside(1);
                if (unreadable.size() < options.listed()) {
                    unreadable.add(
                            "partition " + record.partition() + ", offset " + record.offset() + ": " + e.getMessage());
                }
            }
            progress.at(Phase.READING_THE_LOG, ++read, total);
        }

        /** Those that the log no longer has are taken from the table. */
        private void compareErasures(Map<Integer, Range> projected) {
            Map<String, SessionErasure> known = tables.erasures();
            differences.looked("erased_sessions", known.size());
            erasures.forEach((session, erasure) -> {
                if (!known.containsKey(session)) {
                    differences.add(
                            "erased_sessions",
                            session,
                            "is missing; the log erases it at partition " + erasure.partition() + ", offset "
                                    + erasure.offset());
                }
            });
            known.forEach((session, erasure) -> {
                Range range = projected.get(erasure.partition());
                if (range != null && erasure.offset() < range.begin()) {
                    erasures.put(session, erasure);
                } else if (!erasure.equals(erasures.get(session))) {
                    differences.add(
                            "erased_sessions",
                            session,
                            "the log does not erase it at partition " + erasure.partition() + ", offset "
                                    + erasure.offset());
                }
            });
        }

        private void addLetter(ConsumerRecord<byte[], byte[]> letter) {
            SetAside.Place place = SetAside.placeOf(letter);
            if (place != null) {
                try {
                    LoggedEvent event = RecordDecoder.decode(letter);
                    entries.add(LogEntry.letter(event, place.partition(), place.offset()));
                } catch (MalformedEventException e) {
                    // Its record is as unreadable, and counted for that.
                }
            }
        }

        private List<VerificationReport.Partition> compareLedgers(
                Map<Integer, Position> positions, Map<Integer, Range> projected, Map<Integer, Range> log) {
            List<VerificationReport.Partition> partitions = new ArrayList<>();
            differences.looked("projection_offsets", positions.size());
            projected.forEach((partition, range) -> {
                Position position = positions.getOrDefault(partition, new Position(partition, 0, 0, 0, 0, 0, 0));
                PartitionLedger ledger = ledger(partition);
                Map<String, Long> expected = ledger.expected(position, range.begin() > 0);
                differences.compare(
                        "projection_offsets",
                        "partition " + partition,
                        position.counters(),
                        new TreeMap<>(expected),
                        "");
                partitions.add(new VerificationReport.Partition(
                        partition,
                        range.begin(),
                        position.nextOffset(),
                        ledger.records(),
                        expected.getOrDefault("projected", 0L),
                        expected.getOrDefault("duplicates", 0L),
                        expected.getOrDefault("conflicts", 0L),
                        expected.getOrDefault("dead_lettered", 0L),
                        expected.getOrDefault("erased", 0L)));
            });
            return partitions;
        }

        private long notYetProjected(Map<Integer, Range> log, Map<Integer, Range> projected) {
            return log.entrySet().stream()
                    .mapToLong(entry -> {
                        Range done = projected.getOrDefault(entry.getKey(), new Range(0, 0));
                        return Math.max(
                                0,
                                entry.getValue().end()
                                        - Math.max(done.end(), entry.getValue().begin()));
                    })
                    .sum();
        }

        private PartitionLedger ledger(int partition) {
            return ledgers.computeIfAbsent(partition, p -> new PartitionLedger());
        }

        private Iterator<LogEntry> decoded(Iterator<byte[]> sorted) {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return sorted.hasNext();
                }

                @Override
                public LogEntry next() {
                    return new LogEntry(sorted.next());
                }
            };
        }

        @Override
        public void close() {
            entries.close();
            rollups.close();
        }
    }
}
