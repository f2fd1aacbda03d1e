/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Of the records with one identity, which one counts: the first in the log that was not set aside. The others are
 * duplicates of it, or conflicts. Between partitions, which have no order, the row says which was first.
 */
final class IdentityJudge {

    private final @Nullable EventRow row;
    private final boolean rowIsOlderThanTheLog;
    private final List<LogEntry> lettersHere = new ArrayList<>();
    private final SortedMap<Integer, Shard> shards = new TreeMap<>();

    private @Nullable LogEntry first;
    private @Nullable LogEntry atRow;

    private static final class Shard {
        private long setAside;
        private long unsureDuplicates;
        private long unsureConflicts;

        private long candidates;
        private long likeFirst;
        private long likeRow;
    }

    /**
     * @param row of this identity, null where there is none
     * @param rowIsOlderThanTheLog what it came from is not in the log any more, so that every record is a repetition
     */
    IdentityJudge(@Nullable EventRow row, boolean rowIsOlderThanTheLog) {
        this.row = row;
        this.rowIsOlderThanTheLog = rowIsOlderThanTheLog;
    }

    /** @param entry those of one identity, in their order */
    void see(LogEntry entry) {
        if (entry.isLetter()) {
            if (!lettersHere.isEmpty() && !samePlace(lettersHere.get(0), entry)) {
                lettersHere.clear();
            }
            lettersHere.add(entry);
            return;
        }
        boolean isRow = row != null && row.standsAt(entry.partition(), entry.offset());
        boolean hasLetter = lettersHere.stream().anyMatch(letter -> letter.isLetterAbout(entry));
        lettersHere.clear();
        Shard shard = shards.computeIfAbsent(entry.partition(), p -> new Shard());
        // A letter may have been sent by a projector that died before it counted it; the next one took the record in.
        if (hasLetter && !isRow) {
            setAside(entry, shard);
        } else {
            candidate(entry, isRow, shard);
        }
    }

    private void setAside(LogEntry entry, Shard shard) {
        boolean rowIsEarlier =
                row != null && row.logPartition() == entry.partition() && row.logOffset() < entry.offset();
        if (row == null || !rowIsEarlier) {
            shard.setAside++;
        } else if (row.contentDigest() == entry.contentDigest()) {
            shard.unsureDuplicates++;
        } else {
            shard.unsureConflicts++;
        }
    }

    private void candidate(LogEntry entry, boolean isRow, Shard shard) {
        if (first == null) {
            first = entry;
        }
        if (isRow && shard.candidates == 0) {
            atRow = entry;
        }
        shard.candidates++;
        shard.likeFirst += entry.contentDigest() == first.contentDigest() ? 1 : 0;
        shard.likeRow += entry == atRow || (row != null && entry.contentDigest() == row.contentDigest()) ? 1 : 0;
    }

    /** Null where none does: all were set aside, or the one that counts is older than the log. */
    @Nullable
    LogEntry counting() {
        if (rowIsOlderThanTheLog) {
            return null;
        }
        return atRow != null ? atRow : first;
    }

    void count(IntFunction<PartitionLedger> ledgers) {
        LogEntry counting = counting();
        boolean likeRow = rowIsOlderThanTheLog || (atRow != null && atRow != first);
        shards.forEach((partition, shard) -> {
            PartitionLedger ledger = ledgers.apply(partition);
            long alike = likeRow ? shard.likeRow : shard.likeFirst;
            long one = counting != null && counting.partition() == partition ? 1 : 0;
            ledger.setAside(shard.setAside);
            ledger.projected(one);
            ledger.repeated(alike - one, shard.candidates - alike);
            ledger.unsure(shard.unsureDuplicates, shard.unsureConflicts);
        });
        if (rowIsOlderThanTheLog && row != null) {
            ledgers.apply(row.logPartition()).projected(1);
        }
    }

    private static boolean samePlace(LogEntry one, LogEntry other) {
        return one.partition() == other.partition() && one.offset() == other.offset();
    }
}
