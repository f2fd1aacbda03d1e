/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.readmodel.fold.LoggedEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdentityJudgeTest {

    private static final AgentEvent EVENT = step("s", "e", T0, "llm_call", 1, 1);

    private final Map<Integer, PartitionLedger> ledgers = new TreeMap<>();

    @Test
    void firstOfTheLogCountsAndTheOthersAreDuplicatesOrConflicts() {
        LogEntry counting = judge(row(0, 3, 1), record(0, 3, 1), record(0, 4, 1), record(0, 5, 2), record(0, 6, 2));

        assertThat(counting.offset()).isEqualTo(3);
        assertThat(counts(0)).containsExactly(1L, 1L, 2L, 0L);
    }

    @Test
    void rowThatIsNotTheFirstDoesNotDecide() {
        LogEntry counting = judge(row(0, 4, 2), record(0, 3, 1), record(0, 4, 2));

        assertThat(counting.offset()).isEqualTo(3);
        assertThat(counts(0)).containsExactly(1L, 0L, 1L, 0L);
    }

    @Test
    void betweenPartitionsTheRowSaysWhichWasFirst() {
        LogEntry counting = judge(row(1, 8, 2), record(0, 3, 1), record(0, 4, 2), record(1, 8, 2), record(1, 9, 2));

        assertThat(counting.partition()).isEqualTo(1);
        assertThat(counts(0)).containsExactly(0L, 1L, 1L, 0L);
        assertThat(counts(1)).containsExactly(1L, 1L, 0L, 0L);
    }

    @Test
    void damagedDigestOfTheRowDoesNotSpoilTheLedger() {
        judge(row(0, 3, 77), record(0, 3, 1), record(0, 4, 1));

        assertThat(counts(0)).containsExactly(1L, 1L, 0L, 0L);
    }

    @Test
    void recordWithALetterIsSetAsideUnlessItIsTheRow() {
        assertThat(judge(null, letter(0, 3, 1), record(0, 3, 1))).isNull();
        assertThat(counts(0)).containsExactly(0L, 0L, 0L, 1L);

        assertThat(judge(row(0, 3, 1), letter(0, 3, 1), record(0, 3, 1)).offset())
                .isEqualTo(3);
        assertThat(counts(0)).containsExactly(1L, 0L, 0L, 0L);
    }

    @Test
    void eventThatWasSentThroughAgainCountsWhereItWasTakenIn() {
        LogEntry counting = judge(row(0, 9, 1), letter(0, 3, 1), record(0, 3, 1), record(0, 9, 1), record(0, 10, 1));

        assertThat(counting.offset()).isEqualTo(9);
        assertThat(counts(0)).containsExactly(1L, 1L, 0L, 1L);
    }

    @Test
    void letterOfAnotherContentAtThatPlaceSaysNothing() {
        assertThat(judge(null, letter(0, 3, 5), record(0, 3, 1)).offset()).isEqualTo(3);
    }

    @Test
    void laterRecordWithALetterMayHaveBeenSetAsideOrFoundToBeADuplicate() {
        judge(row(0, 3, 1), record(0, 3, 1), letter(0, 4, 1), record(0, 4, 1));

        for (Position possible : List.of(new Position(0, 5, 1, 1, 0, 0, 0), new Position(0, 5, 1, 0, 0, 1, 0))) {
            assertThat(ledgers.get(0).expected(possible, false)).isEqualTo(possible.counters());
        }
        for (Position wrong : List.of(new Position(0, 5, 1, 1, 0, 1, 0), new Position(0, 5, 1, 0, 1, 0, 0))) {
            assertThat(ledgers.get(0).expected(wrong, false)).isNotEqualTo(wrong.counters());
        }
    }

    @Test
    void whatRepeatsARowThatIsOlderThanTheLogDoesNotCount() {
        ledgers.clear();
        IdentityJudge judge = new IdentityJudge(row(0, 3, 1), true);
        Stream.of(record(0, 10, 1), record(0, 11, 2)).forEach(judge::see);
        judge.count(partition -> ledgers.computeIfAbsent(partition, p -> new PartitionLedger()));

        assertThat(judge.counting()).isNull();
        assertThat(counts(0)).containsExactly(1L, 1L, 1L, 0L);
    }

    private LogEntry judge(EventRow row, LogEntry... entries) {
        ledgers.clear();
        IdentityJudge judge = new IdentityJudge(row, false);
        List.of(entries).forEach(judge::see);
        judge.count(partition -> ledgers.computeIfAbsent(partition, p -> new PartitionLedger()));
        return judge.counting();
    }

    /** Projected, duplicates, conflicts, dead-lettered. */
    private List<Long> counts(int partition) {
        Position unknown = new Position(partition, 0, -1, -1, -1, -1, -1);
        return List.copyOf(ledgers.get(partition).expected(unknown, false).values())
                .subList(0, 4);
    }

    private static EventRow row(int partition, long offset, long digest) {
        return ExpectedEventRow.of(EVENT, partition, offset, digest, ExpectedEventRow.texts(EVENT));
    }

    private static LogEntry record(int partition, long offset, long digest) {
        return new LogEntry(LogEntry.record(new LoggedEvent(EVENT, partition, offset, digest)));
    }

    private static LogEntry letter(int partition, long offset, long digest) {
        return new LogEntry(LogEntry.letter(new LoggedEvent(EVENT, 0, 77, digest), partition, offset));
    }
}
