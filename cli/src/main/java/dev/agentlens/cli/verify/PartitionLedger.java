/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import java.util.LinkedHashMap;
import java.util.Map;

/** What became of a partition's records, as the log says. */
final class PartitionLedger {

    private long records;
    private long projected;
    private long duplicates;
    private long conflicts;
    private long deadLettered;
    private long erased;

    /** Those that stand in the dead-letter topic although the event was in the tables before: set aside, or found there. */
    private long unsureDuplicates;

    private long unsureConflicts;

    void read() {
        records++;
    }

    void setAside(long more) {
        deadLettered += more;
    }

    void erased(long more) {
        erased += more;
    }

    void projected(long more) {
        projected += more;
    }

    void repeated(long duplicates, long conflicts) {
        this.duplicates += duplicates;
        this.conflicts += conflicts;
    }

    void unsure(long duplicates, long conflicts) {
        unsureDuplicates += duplicates;
        unsureConflicts += conflicts;
    }

    /**
     * What the counters of {@code table} must be; where the log leaves that open, what they are.
     *
     * @param limited the log no longer has all records that the table counts
     */
    Map<String, Long> expected(Position table, boolean limited) {
        Map<String, Long> expected = new LinkedHashMap<>();
        expected.put("projected", projected);
        if (limited) {
            expected.put("duplicates", Math.max(duplicates, table.duplicates()));
            expected.put("conflicts", Math.max(conflicts, table.conflicts()));
            expected.put("dead_lettered", Math.max(deadLettered, table.deadLettered()));
            expected.put("erased", Math.max(erased, table.erased()));
            return expected;
        }
        boolean possible = within(table.duplicates(), duplicates, unsureDuplicates)
                && within(table.conflicts(), conflicts, unsureConflicts)
                && within(table.deadLettered(), deadLettered, unsureDuplicates + unsureConflicts)
                && table.duplicates() + table.conflicts() + table.deadLettered()
                        == duplicates + conflicts + deadLettered + unsureDuplicates + unsureConflicts;
        expected.put("duplicates", possible ? table.duplicates() : duplicates + unsureDuplicates);
        expected.put("conflicts", possible ? table.conflicts() : conflicts + unsureConflicts);
        expected.put("dead_lettered", possible ? table.deadLettered() : deadLettered);
        expected.put("erased", erased);
        return expected;
    }

    private static boolean within(long value, long from, long more) {
        return value >= from && value <= from + more;
    }

    long records() {
        return records;
    }
}
