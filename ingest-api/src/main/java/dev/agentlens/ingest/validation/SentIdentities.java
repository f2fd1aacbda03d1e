/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.ingest.validation.Judged.Accepted;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The identities of one batch's events: of two that differ and have the same, only the first will count. */
public final class SentIdentities {

    private final Map<EventIdentity, First> firsts;
    private final boolean alone;

    private record First(int index, String digest) {}

    /** @param events in the batch */
    public SentIdentities(int events) {
        firsts = new HashMap<>(2 * events);
        alone = events == 1;
    }

    /** A warning if an event before it has the same identity and another content; null if none has. */
    public @Nullable Warning add(int index, Accepted accepted) {
        if (alone) {
            return null;
        }
        First first = firsts.putIfAbsent(accepted.event().identity(), new First(index, accepted.digest()));
        if (first == null || first.digest().equals(accepted.digest())) {
            return null;
        }
        String id = Arrived.of(accepted.event().identity().eventId());
        return new Warning(
                index,
                "event_id",
                "event_id " + id + " was used in this batch by events[" + first.index()
                        + "], which is another event; the first counts",
                WarningKind.REUSED_ID);
    }
}
