/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.util.List;

/**
 * What a verification found.
 *
 * @param schema whose tables were compared
 * @param tables what was compared
 * @param ledger by partition
 * @param unreadable the first records that are no events; they are of interest where the ledger's dead letters differ
 * @param notInTheLog what could not be compared because the log no longer has it
 * @param rejected events in the topic of rejected ones
 * @param notYetProjected records of the log after the position of the tables
 * @param duration of the verification
 */
public record VerificationReport(
        String schema,
        List<Table> tables,
        List<Partition> ledger,
        List<String> unreadable,
        NotInTheLog notInTheLog,
        long rejected,
        long notYetProjected,
        Duration duration) {

    /** @param row its key; {@code what}: a sentence about it, without an end */
    public record Difference(String table, String row, String what) {

        @Override
        public String toString() {
            return table + " " + row + ": " + what;
        }
    }

    /**
     * @param rows that the table has
     * @param differences rows that are missing, changed, unknown to the log, or there more than once
     * @param first of the differences
     */
    public record Table(
            String table,
            long rows,
            long differences,
            @JsonIgnore List<Difference> first) {}

    /**
     * Of one partition, what the log says; the counters agree with {@code projection_offsets} where that does not differ.
     *
     * @param logStart the first offset that the log has
     * @param nextOffset of the next record to project
     * @param records of the log up to there
     * @param erased records that erase a session, and events that came after
     */
    public record Partition(
            int partition,
            long logStart,
            long nextOffset,
            long records,
            long projected,
            long duplicates,
            long conflicts,
            long deadLettered,
            long erased) {}

    /**
     * Rows of events that retention deleted from the log, and sessions they belong to. Nothing can be said about these; the
     * rollups are compared with what the rows come to.
     *
     * @param partitions whose log does not begin at 0
     */
    public record NotInTheLog(List<Integer> partitions, long events, long sessions) {}

    /** Whether the tables are what the log makes of them. */
    public boolean equal() {
        return differences() == 0;
    }

    /** How many were found. */
    public long differences() {
        return tables.stream().mapToLong(Table::differences).sum();
    }

    /** The first differences, up to the limit of {@link Verification.Options#listed}. */
    public List<Difference> first() {
        return tables.stream().flatMap(table -> table.first().stream()).toList();
    }

    /** Records of the log that were read. */
    public long records() {
        return ledger.stream().mapToLong(Partition::records).sum();
    }
}
