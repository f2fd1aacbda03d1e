/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.e2e.cluster.Cluster;
import dev.agentlens.e2e.nemesis.Fault.Rebuild;
import dev.agentlens.e2e.nemesis.Fault.Scale;
import dev.agentlens.e2e.nemesis.Schedule.Planned;
import dev.agentlens.e2e.nemesis.Schedule.Round;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SchedulerTest {

    @Test
    void theSeedIsTheSchedule() {
        assertThat(Scheduler.campaign(7, 100)).isEqualTo(Scheduler.campaign(7, 100));
        assertThat(Scheduler.shortCampaign(7)).isEqualTo(Scheduler.shortCampaign(7));
        assertThat(Scheduler.campaign(7, 100)).isNotEqualTo(Scheduler.campaign(8, 100));
    }

    @Test
    void aLongCampaignHasAsManyFaultsAsAskedForAndEveryKindThatMatters() {
        List<Fault> faults = faults(Scheduler.campaign(3, 100));

        assertThat(faults).filteredOn(fault -> !(fault instanceof Rebuild)).hasSize(100);
        assertThat(faults).hasAtLeastOneElementOfType(Rebuild.class).hasAtLeastOneElementOfType(Scale.class);
        assertThat(faults)
                .extracting(Fault::kind)
                .containsAll(Cluster.STANDING.stream()
                        .map(node -> "kill -9 of " + node)
                        .toList());
        assertThat(faults).extracting(Fault::lasts).contains(Duration.ofSeconds(60));
    }

    @Test
    void twoFaultsNeverHurtTheSameAtTheSameTime() {
        LongStream.range(0, 50).forEach(seed -> {
            for (Round round : Scheduler.campaign(seed, 60).rounds()) {
                for (Planned one : round.faults()) {
                    for (Planned other : round.faults()) {
                        if (one != other && one.at().compareTo(other.at()) <= 0 && sharesTarget(one, other)) {
                            assertThat(one.end()).as("seed %d", seed).isLessThanOrEqualTo(other.at());
                        }
                    }
                }
            }
        });
    }

    @Test
    void someFaultsOverlap() {
        boolean overlap = Scheduler.campaign(1, 60).rounds().stream()
                .map(Round::faults)
                .anyMatch(faults -> faults.get(0).end().compareTo(faults.get(1).at()) > 0);

        assertThat(overlap).isTrue();
    }

    @Test
    void aScheduleWithoutFaultsIsEmpty() {
        assertThat(Scheduler.campaign(1, 0).rounds()).isEmpty();
    }

    private static boolean sharesTarget(Planned one, Planned other) {
        return !Collections.disjoint(one.fault().touches(), other.fault().touches());
    }

    private static List<Fault> faults(Schedule schedule) {
        return schedule.rounds().stream()
                .flatMap(round -> round.faults().stream())
                .map(Planned::fault)
                .toList();
    }
}
