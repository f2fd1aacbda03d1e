/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** What an event says, at the event's place among others: by time, then by id. */
interface Placed {

    Comparator<Placed> ORDER = Comparator.comparing(Placed::at).thenComparing(Placed::eventId);

    Instant at();

    String eventId();

    static <T extends Placed> T earliest(@Nullable T known, T candidate) {
        return known != null && ORDER.compare(known, candidate) <= 0 ? known : candidate;
    }

    static <T extends Placed> T latest(@Nullable T known, T candidate) {
        return known != null && ORDER.compare(known, candidate) >= 0 ? known : candidate;
    }
}
