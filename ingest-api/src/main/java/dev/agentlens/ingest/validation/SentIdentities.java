/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.ingest.validation.ValidationResult.Accepted;
import org.jspecify.annotations.Nullable;

/**
 * The identities of one batch's events. Of two different events with the same identity, only the first counts. A hash
 * table with open addressing, because a map with an entry for each event takes a twentieth of the time of validating
 * it.
 */
public final class SentIdentities {

    private final EventIdentity[] identities;
    private final String[] digests;
    private final int[] indexes;
    private final int mask;

    /** @param events in the batch */
    public SentIdentities(int events) {
        int slots = events < 2 ? 0 : Integer.highestOneBit(events) << 2;
        identities = new EventIdentity[slots];
        digests = new String[slots];
        indexes = new int[slots];
        mask = slots - 1;
    }

    /** A warning if an event before it has the same identity and another content; null if none has. */
    public @Nullable Warning add(int index, Accepted accepted) {
        if (identities.length == 0) {
            return null;
        }
        EventIdentity identity = accepted.event().identity();
        int slot = slotOf(identity);
        if (identities[slot] == null) {
            identities[slot] = identity;
            digests[slot] = accepted.digest();
            indexes[slot] = index;
            return null;
        }
        return digests[slot].equals(accepted.digest()) ? null : reused(index, identity.eventId(), indexes[slot]);
    }

    /** The slot of the identity, or the free one for it; at least half of the slots are free. */
    private int slotOf(EventIdentity identity) {
        int hash = identity.hashCode();
        int slot = (hash ^ hash >>> 16) & mask;
        while (identities[slot] != null && !identities[slot].equals(identity)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static Warning reused(int index, String eventId, int first) {
        return new Warning(
                index,
                "event_id",
                "event_id " + ValueExcerpt.of(eventId) + " was used in this batch by events[" + first
                        + "], which is another event; the first counts",
                WarningKind.REUSED_ID);
    }
}
