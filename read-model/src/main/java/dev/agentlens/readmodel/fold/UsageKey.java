/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What usage is counted by.
 *
 * @param hour the UTC hour, by its start
 * @param agentName of the session
 * @param name event type, tool or status
 * @param model empty where there is none
 */
public record UsageKey(Instant hour, String agentName, String name, String model) implements Comparable<UsageKey> {

    private static final Comparator<UsageKey> ORDER = Comparator.comparing(UsageKey::hour)
            .thenComparing(UsageKey::agentName)
            .thenComparing(UsageKey::name)
            .thenComparing(UsageKey::model);

    static UsageKey of(Instant at, String agentName, String name, @Nullable String model) {
        return new UsageKey(at.truncatedTo(ChronoUnit.HOURS), agentName, name, model == null ? "" : model);
    }

    @Override
    public int compareTo(UsageKey other) {
        return ORDER.compare(this, other);
    }
}
