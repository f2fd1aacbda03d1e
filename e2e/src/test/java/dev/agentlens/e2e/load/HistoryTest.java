/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.e2e.load.History.Attempt;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private final Cohort cohort = new Workload(1).cohort(0);
    private final Batch first = cohort.batches().get(0);
    private final Batch second = cohort.batches().get(1);
    private final History history = new History();

    @Test
    void aBatchThatWasAcknowledgedBeforeAnotherWasSentComesBeforeIt() {
        history.begin(cohort);
        acknowledge(first);
        acknowledge(second);

        assertThat(history.isBefore(0, 0, 0, 1)).isTrue();
        assertThat(history.isBefore(0, 1, 0, 0)).isFalse();
    }

    @Test
    void batchesThatWereUnderWayAtTheSameTimeHaveNoOrder() {
        history.begin(cohort);
        Attempt one = history.sending(0, first);
        Attempt other = history.sending(0, second);
        history.acknowledged(one, true);
        history.acknowledged(other, true);

        assertThat(history.isBefore(0, 0, 0, 1)).isFalse();
        assertThat(history.isBefore(0, 1, 0, 0)).isFalse();
    }

    @Test
    void aBatchMayHaveGapsInTheLogWhereARequestFailedBeforeItWasAcknowledged() {
        history.begin(cohort);
        history.sending(0, first);
        history.failed();
        acknowledge(first);
        acknowledge(second);
        history.sending(0, second);
        history.failed();

        assertThat(history.isWrittenInOrder(0, 0)).isFalse();
        assertThat(history.isWrittenInOrder(0, 1)).isTrue();
    }

    @Test
    void anEventIsCountedOnceHoweverOftenItIsAcknowledged() {
        history.begin(cohort);
        acknowledge(first);
        acknowledge(first);

        assertThat(history.acknowledgedEvents()).isEqualTo(first.acceptable());
        assertThat(history.eventsSent()).isEqualTo(2L * first.events().size());
    }

    private void acknowledge(Batch batch) {
        history.acknowledged(history.sending(0, batch), true);
    }
}
