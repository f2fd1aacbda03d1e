/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.cli.verify.LogReader.Range;
import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.readmodel.fold.SessionState;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the sorted log and the tables side by side, event by event and session by session; one session is in memory
 * at a time.
 */
final class TableComparison {

    private static final int BETWEEN_NEWS = 1_000;

    private final Cursor<LogEntry> log;
    private final Cursor<EventRow> events;
    private final Cursor<SessionRow> sessions;
    private final Map<Integer, Range> logRanges;
    private final IntFunction<PartitionLedger> ledgers;
    private final ForgottenEvents forgotten;
    private final RollupTotals rollups;
    private final Differences differences;

    private Fold fold = new Fold("", new ForgottenEvents.OfSession(null, Map.of()));
    private long olderEvents;
    private long olderSessions;
    private boolean sessionInSeveralPartitions;

    /** A session while its events go by. */
    private static final class Fold {
        private final String sessionId;
        private final ForgottenEvents.OfSession forgotten;
        private final TreeSet<Integer> partitions = new TreeSet<>();
        private @Nullable SessionState state;
        private boolean hasOlderEvents;

        Fold(String sessionId, ForgottenEvents.OfSession forgotten) {
            this.sessionId = sessionId;
            this.forgotten = forgotten;
        }

        void add(AgentEvent event, int partition) {
            state = state == null ? SessionState.of(event) : state.with(event);
            partitions.add(partition);
        }
    }

    /** @param logRanges what the log has, by partition, up to where the tables stand */
    TableComparison(
            Cursor<LogEntry> log,
            TableSnapshot tables,
            Map<Integer, Range> logRanges,
            IntFunction<PartitionLedger> ledgers,
            ForgottenEvents forgotten,
            RollupTotals rollups,
            Differences differences) {
        this.log = log;
        this.events = tables.events();
        this.sessions = tables.sessions();
        this.logRanges = logRanges;
        this.ledgers = ledgers;
        this.forgotten = forgotten;
        this.rollups = rollups;
        this.differences = differences;
    }

    /** @param compared told how many entries of the log are done, from time to time */
    void run(LongConsumer compared) {
        byte[] logKey = nextLogKey();
        byte[] rowKey = nextRowKey();
        for (long n = 0; logKey != null || rowKey != null; n++) {
            int order = logKey == null ? 1 : rowKey == null ? -1 : Arrays.compareUnsigned(logKey, rowKey);
            byte[] key = order <= 0 && logKey != null ? logKey : rowKey;
            EventRow row = order >= 0 ? events.next() : null;
            compare(key == null ? new byte[0] : key, row);
            logKey = order <= 0 ? nextLogKey() : logKey;
            rowKey = order >= 0 ? nextRowKey() : rowKey;
            if (n % BETWEEN_NEWS == 0) {
                compared.accept(log.taken());
            }
        }
        finish(fold);
        while (sessions.hasNext()) {
            unknown(sessions.next());
        }
        compared.accept(log.taken());
        differences.looked("events", events.taken());
        differences.looked("sessions", sessions.taken());
    }

    long olderEvents() {
        return olderEvents;
    }

    long olderSessions() {
        return olderSessions;
    }

    boolean sessionInSeveralPartitions() {
        return sessionInSeveralPartitions;
    }

    private void compare(byte[] key, @Nullable EventRow row) {
        EventIdentity identity = identity(key);
        if (!identity.sessionId().equals(fold.sessionId)) {
            finish(fold);
            fold = new Fold(identity.sessionId(), forgotten.of(identity.sessionId()));
        }
        boolean older = row != null && isOlderThanTheLog(row);
        LogEntry counting = judge(key, row, older);
        if (row != null && older) {
            olderEvents++;
            fold.hasOlderEvents = true;
            fold.partitions.add(row.logPartition());
            rollups.add(row);
        } else if (counting != null) {
            compare(counting, row);
        } else if (row != null) {
            differences.add(
                    "events",
                    name(identity),
                    "the log has no such event up to where the tables stand; the row says partition "
                            + row.logPartition() + ", offset " + row.logOffset());
        }
    }

    /** The record that must stand in the table; null where none must. Counts what became of all of them. */
    private @Nullable LogEntry judge(byte[] key, @Nullable EventRow row, boolean older) {
        IdentityJudge takenOut = new IdentityJudge(null, false);
        IdentityJudge judge = new IdentityJudge(row, older);
        for (LogEntry next = log.peek(); next != null && next.isOf(key); next = log.peek()) {
            LogEntry entry = log.next();
            if (fold.forgotten.cameTooLate(entry)) {
                ledgers.apply(entry.partition()).erased(entry.isLetter() ? 0 : 1);
            } else if (fold.forgotten.wasTakenOut(entry)) {
                takenOut.see(entry);
            } else {
                judge.see(entry);
            }
        }
        takenOut.count(ledgers);
        judge.count(ledgers);
        return judge.counting();
    }

    private void compare(LogEntry counting, @Nullable EventRow row) {
        AgentEvent event = counting.event();
        EventRow expected = ExpectedEventRow.of(
                event, counting.partition(), counting.offset(), counting.contentDigest(), counting.texts());
        String place = "partition " + counting.partition() + ", offset " + counting.offset();
        if (row == null) {
            differences.add("events", name(expected.identity()), "is missing; the log has it at " + place);
        } else if (!row.equals(expected)) {
            differences.compare(
                    "events", name(expected.identity()), row.columns(), expected.columns(), " (" + place + ")");
        }
        fold.add(event, counting.partition());
        rollups.add(expected);
    }

    private void finish(Fold session) {
        byte[] id = session.sessionId.getBytes(UTF_8);
        SessionRow row = null;
        for (SessionRow next = sessions.peek(); next != null && row == null; next = sessions.peek()) {
            int order = Arrays.compareUnsigned(next.sessionId().getBytes(UTF_8), id);
            if (order > 0) {
                break;
            }
            sessions.next();
            if (order == 0) {
                row = next;
            } else {
                unknown(next);
            }
        }
        boolean known = session.state != null || session.hasOlderEvents;
        if (known) {
            compare(session, row);
        } else if (row != null) {
            unknown(row);
        }
    }

    private void compare(Fold session, @Nullable SessionRow row) {
        sessionInSeveralPartitions |= session.partitions.size() > 1;
        SessionRow expected = session.hasOlderEvents || session.state == null ? row : ExpectedSession.of(session.state);
        if (session.hasOlderEvents) {
            olderSessions++;
        }
        if (row == null) {
            differences.add("sessions", session.sessionId, "is missing");
        } else if (expected != null && expected != row) {
            differences.compare("sessions", session.sessionId, row.columns(), expected.columns(), "");
        }
        if (expected != null) {
            rollups.add(expected.figures(), session.partitions.first());
        }
    }

    private void unknown(SessionRow row) {
        differences.add("sessions", row.sessionId(), "the log has no event of it up to where the tables stand");
    }

    private boolean isOlderThanTheLog(EventRow row) {
        Range range = logRanges.get(row.logPartition());
        return range != null && row.logOffset() >= 0 && row.logOffset() < range.begin();
    }

    private byte @Nullable [] nextLogKey() {
        LogEntry next = log.peek();
        return next == null ? null : next.key();
    }

    private byte @Nullable [] nextRowKey() {
        EventRow next = events.peek();
        return next == null
                ? null
                : LogEntry.key(next.identity().sessionId(), next.identity().eventId());
    }

    private static EventIdentity identity(byte[] key) {
        String text = new String(key, UTF_8);
        int end = text.indexOf('\0');
        return new EventIdentity(text.substring(0, end), text.substring(end + 1, text.length() - 1));
    }

    private static String name(EventIdentity identity) {
        return identity.sessionId() + "/" + identity.eventId();
    }
}
