/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.nemesis;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What goes wrong, and when: rounds of faults, with a check of everything after each. A function of its seed and its size.
 */
public record Schedule(List<Round> rounds) {

    /** @param at after the begin of its round */
    public record Planned(Duration at, Fault fault) {

        Duration end() {
            return at.plus(fault.lasts());
        }
    }

    /** Faults that may overlap, in order of {@code at}. */
    public record Round(List<Planned> faults) {

        /** Until the last fault is over. */
        public Duration lasts() {
            return faults.stream().map(Planned::end).max(Duration::compareTo).orElse(Duration.ZERO);
        }
    }

    /** How many; a rebuild is none. */
    public int faults() {
        return (int) rounds.stream()
                .flatMap(round -> round.faults().stream())
                .filter(planned -> !(planned.fault() instanceof Fault.Rebuild))
                .count();
    }

    /** Without checks and recoveries between the rounds. */
    public Duration lasts() {
        return rounds.stream().map(Round::lasts).reduce(Duration.ZERO, Duration::plus);
    }

    /** One line for each fault. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rounds.size(); i++) {
            for (Planned planned : rounds.get(i).faults()) {
                text.append(String.format(
                        Locale.ROOT,
                        "round %d, %5.1f s: %s%n",
                        i + 1,
                        planned.at().toMillis() / 1000.0,
                        planned.fault().describe()));
            }
        }
        return text.toString();
    }
}
