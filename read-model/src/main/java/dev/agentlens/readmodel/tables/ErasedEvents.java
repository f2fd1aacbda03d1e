/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.fold.SessionErasure;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Decides which events of a batch arrive after the erasure of their session.
 *
 * @param erasedBefore sessions that the tables know to be erased
 * @param erasedHere the first erasure of each session that the batch itself erases
 */
record ErasedEvents(Set<String> erasedBefore, Map<String, SessionErasure> erasedHere) {

    static ErasedEvents of(Set<String> erasedBefore, Collection<PartitionBatch> batches) {
        Map<String, SessionErasure> here = new HashMap<>();
        batches.forEach(batch -> batch.erasures().forEach(erasure -> here.putIfAbsent(erasure.sessionId(), erasure)));
        return new ErasedEvents(erasedBefore, here);
    }

    boolean isEmpty() {
        return erasedBefore.isEmpty() && erasedHere.isEmpty();
    }

    boolean contains(LoggedEvent logged) {
        String sessionId = logged.identity().sessionId();
        if (erasedBefore.contains(sessionId)) {
            return true;
        }
        SessionErasure erasure = erasedHere.get(sessionId);
        return erasure != null && erasure.partition() == logged.partition() && erasure.offset() < logged.offset();
    }
}
