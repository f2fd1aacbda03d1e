/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.rebuild;

import com.zaxxer.hikari.HikariDataSource;
import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.MaintenanceLock;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.verify.Verification;
import dev.agentlens.cli.verify.VerificationReport;
import dev.agentlens.readmodel.positions.PartitionStoppedException;
import dev.agentlens.readmodel.projection.LogReplay;
import dev.agentlens.readmodel.tables.ReadSchema;
import dev.agentlens.readmodel.tables.ReadTables;
import dev.agentlens.readmodel.tables.SessionExpiry;
import dev.agentlens.readmodel.tables.UsageCompaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Re-creates the read tables: projects the full log into a schema beside the live one, checks that against the log, and
 * trades the two in one transaction, while ingest, projectors and queries go on. What was done stays when it is
 * interrupted, and the next call goes on from there.
 */
final class Rebuild {

    /** Few enough that projectors wait only briefly for the switch. */
    private static final long NEARLY_CAUGHT_UP = 2_000;

    private static final int MAX_POLL_RECORDS = 2_000;
    private static final Duration NO_LIMIT = Duration.ofDays(365);
    private static final Duration SWITCH_LIMIT = Duration.ofSeconds(5);
    private static final int SWITCH_TRIES = 20;

    private final RunningSystem system;
    private final RebuildOptions options;
    private final RebuildReport report;

    Rebuild(RunningSystem system, RebuildOptions options, RebuildReport report) {
        this.system = system;
        this.options = options;
        this.report = report;
    }

    void run() {
        try (HikariDataSource live = system.dataSource(ReadSchema.LIVE, 4);
                MaintenanceLock lock = MaintenanceLock.ofRebuild(live)) {
            Schemas schemas = new Schemas(live);
            LogExtent log = LogExtent.of(system);
            log.requireAllThatIsLive(schemas, options.acceptLoss());
            prepare(schemas, log, live);
            try (HikariDataSource fresh = system.dataSource(ReadSchema.REBUILD, options.threads() + 1);
                    LogFiller filler = filler(fresh, log, schemas)) {
                catchUp(filler, schemas);
                expire(live, fresh);
                report.tuning();
                new UsageCompaction(fresh).run();
                schemas.vacuum(ReadSchema.REBUILD);
                check();
                catchUp(filler, schemas);
                switchOver(filler, schemas, log, lock);
            } catch (PartitionStoppedException e) {
                throw new CommandFailedException("The rebuild cannot go on: " + e.getMessage(), e);
            }
            retire(schemas);
        }
    }

    /** Prints what {@link #run()} would do. */
    void dryRun() {
        try (HikariDataSource live = system.dataSource(ReadSchema.LIVE, 1)) {
            Schemas schemas = new Schemas(live);
            LogExtent log = LogExtent.of(system);
            log.requireAllThatIsLive(schemas, options.acceptLoss());
            long done = log.recordsBefore(schemas.nextOffsets(ReadSchema.REBUILD));
            report.would(log.records(), done, schemas.bytes(ReadSchema.LIVE));
        }
    }

    /** Drops the tables of an interrupted rebuild; the live tables stay unchanged. */
    void abort() {
        try (HikariDataSource live = system.dataSource(ReadSchema.LIVE, 2);
                MaintenanceLock lock = MaintenanceLock.ofRebuild(live)) {
            Schemas schemas = new Schemas(live);
            if (!schemas.exists(ReadSchema.REBUILD)) {
                report.nothingToAbort();
            } else if (schemas.tryDrop(ReadSchema.REBUILD)) {
                report.aborted();
            } else {
                throw new CommandFailedException(
                        "Somebody reads the schema " + ReadSchema.REBUILD + "; try again later");
            }
        }
    }

    private void prepare(Schemas schemas, LogExtent log, HikariDataSource live) {
        if (schemas.exists(ReadSchema.RETIRED)) {
            report.droppingLeftover();
            drop(schemas);
        }
        String begun = schemas.source(ReadSchema.REBUILD);
        if (begun != null && !begun.equals(log.topicId())) {
            throw new CommandFailedException(
                    "An earlier rebuild was begun from another log; give it up first: ./agentlens rebuild --abort");
        }
        ReadSchema.migrate(live, ReadSchema.REBUILD);
        schemas.keepErasures(log);
        schemas.keepPrices();
        long done = log.recordsBefore(schemas.nextOffsets(ReadSchema.REBUILD));
        report.begins(log.records(), done);
    }

    private LogFiller filler(HikariDataSource fresh, LogExtent log, Schemas schemas) {
        ReadTables tables = new ReadTables(fresh);
        List<Integer> partitions = List.copyOf(log.ends().keySet());
        int threads = Math.min(options.threads(), partitions.size());
        List<LogReplay> shares = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int share = thread;
            List<Integer> own = IntStream.range(0, partitions.size())
                    .filter(i -> i % threads == share)
                    .mapToObj(partitions::get)
                    .toList();
            shares.add(new LogReplay(
                    system.adminConfig(), tables, own, MAX_POLL_RECORDS, record -> projectedLive(record, schemas)));
        }
        return new LogFiller(shares, new Pace(options.maxRate()));
    }

    /** The live projector has already dead-lettered it. */
    private static boolean projectedLive(ConsumerRecord<?, ?> record, Schemas schemas) {
        return record.offset() < schemas.nextOffsets(ReadSchema.LIVE).getOrDefault(record.partition(), 0L);
    }

    private void catchUp(LogFiller filler, Schemas schemas) {
        long behind;
        do {
            Map<Integer, Long> ends = filler.endOffsets();
            behind = LogExtent.between(schemas.nextOffsets(ReadSchema.REBUILD), ends);
            report.filling(behind);
            filler.fillTo(ends, NO_LIMIT, report::filled);
        } while (LogExtent.between(schemas.nextOffsets(ReadSchema.REBUILD), filler.endOffsets()) > NEARLY_CAUGHT_UP);
        report.caughtUp();
    }

    /** Sessions that expired from the live tables must not be in the new ones. */
    private static void expire(HikariDataSource live, HikariDataSource fresh) {
        new SessionExpiry(live)
                .lastCutoff()
                .ifPresent(cutoff -> new SessionExpiry(fresh).expire(cutoff, batch -> true));
    }

    private void check() {
        VerificationReport found = Verification.of(system, ReadSchema.REBUILD, Verification.Options.defaults())
                .run(report::checking);
        report.checked();
        if (!found.equal()) {
            throw new CommandFailedException("The new tables differ from the log in " + found.differences()
                    + " places and were not switched to; see ./agentlens verify --schema " + ReadSchema.REBUILD
                    + ", and please report it. Give it up with ./agentlens rebuild --abort");
        }
        report.equal(found.records());
    }

    private void switchOver(LogFiller filler, Schemas schemas, LogExtent log, MaintenanceLock lock) {
        boolean comparable = log.topicId().equals(schemas.source(ReadSchema.LIVE));
        for (int tries = 0; tries < SWITCH_TRIES; tries++) {
            filler.fillTo(filler.endOffsets(), NO_LIMIT, report::filled);
            lock.awaitVerifications(report::waitingForVerification);
            long begun = System.nanoTime();
            boolean switched = schemas.trade(() ->
                    !comparable || filler.fillTo(schemas.nextOffsets(ReadSchema.LIVE), SWITCH_LIMIT, report::filled));
            lock.letVerify();
            if (switched) {
                report.switched(Duration.ofNanos(System.nanoTime() - begun));
                return;
            }
        }
        throw new CommandFailedException("The switch did not find a moment without a long projection, in "
                + SWITCH_TRIES + " tries; nothing was changed. Run ./agentlens rebuild again, it goes on from here");
    }

    private void retire(Schemas schemas) {
        if (schemas.exists(ReadSchema.RETIRED)) {
            report.grace(options.grace());
            new Pace(0).pause(options.grace());
            drop(schemas);
            report.dropped();
        }
    }

    private void drop(Schemas schemas) {
        while (!schemas.tryDrop(ReadSchema.RETIRED)) {
            report.waitingForReaders();
        }
    }
}
