/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Observations of a partition's growing log since its projection's position. Gives the age of the oldest record that is
 * not projected without reading it, as precisely as the interval of observations.
 */
final class LagHistory {

    private static final int MAX_OBSERVATIONS = 1_000;

    private final List<Observation> observations = new ArrayList<>();
    private Duration spacing = Duration.ZERO;
    private long end;

    /** From this time on the log was seen to grow, up to this end. */
    private record Observation(Instant at, long end) {}

    /** @param end the offset that the next record will have */
    void observe(Instant at, long end) {
        if (observations.isEmpty() || end > this.end) {
            add(at, end);
        }
        this.end = end;
    }

    /** Records before the log's end that are not projected. */
    long lag(long position) {
        return Math.max(0, end - position);
    }

    /** When the oldest record that is not projected was appended; 0 if there is none. */
    Duration age(Instant now, long position) {
        observations.removeIf(observation -> observation.end() <= position);
        if (observations.isEmpty()) {
            spacing = Duration.ZERO;
            return Duration.ZERO;
        }
        return Duration.between(observations.get(0).at(), now);
    }

    private void add(Instant at, long end) {
        int last = observations.size() - 1;
        if (last >= 0 && Duration.between(observations.get(last).at(), at).compareTo(spacing) < 0) {
            observations.set(last, new Observation(observations.get(last).at(), end));
        } else {
            observations.add(new Observation(at, end));
        }
        if (observations.size() > MAX_OBSERVATIONS) {
            thinOut();
        }
    }

    /** Merges pairs: the longer the projection is stopped, the coarser the history, at a constant size. */
    private void thinOut() {
        List<Observation> kept = new ArrayList<>();
        for (int i = 0; i + 1 < observations.size(); i += 2) {
            kept.add(new Observation(
                    observations.get(i).at(), observations.get(i + 1).end()));
        }
        if (observations.size() % 2 == 1) {
            kept.add(observations.get(observations.size() - 1));
        }
        spacing = Duration.between(kept.get(0).at(), kept.get(1).at());
        observations.clear();
        observations.addAll(kept);
    }
}
