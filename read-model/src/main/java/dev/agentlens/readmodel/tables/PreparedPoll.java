/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.readmodel.fold.LoggedEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One poll with all work done that needs no database. One thread prepares it while another writes the previous poll, so
 * no transaction waits for it.
 */
public final class PreparedPoll {

    private static final Comparator<LoggedEvent> KEY_ORDER = Comparator.comparing(
                    (LoggedEvent logged) -> logged.identity().sessionId())
            .thenComparing(logged -> logged.identity().eventId());

    private final List<PartitionBatch> batches;
    private final EventRows make = new EventRows();
    private final Map<LoggedEvent, byte[]> rows = new IdentityHashMap<>();
    private final Distinct all;

    /**
     * Of events with one identity the first in the log.
     *
     * @param ordered by their key: neighbours in the index, and no deadlocks between transactions
     */
    record Distinct(Map<EventIdentity, LoggedEvent> byIdentity, List<LoggedEvent> ordered) {}

    private PreparedPoll(List<PartitionBatch> batches) {
        this.batches = batches;
        this.all = distinct(logged -> true);
        if (isCopied()) {
            all.ordered().forEach(logged -> rows.put(logged, make.of(logged)));
        }
    }

    /** @param batches of different partitions */
    public static PreparedPoll of(List<PartitionBatch> batches) {
        return new PreparedPoll(batches);
    }

    public List<PartitionBatch> batches() {
        return batches;
    }

    /** Whether COPY adds its events, unless most of them are in the table. */
    boolean isCopied() {
        return all.ordered().size() > PollTransaction.MAX_INSERTED;
    }

    Distinct all() {
        return all;
    }

    Distinct without(ErasedEvents tooLate) {
        return tooLate.isEmpty() ? all : distinct(logged -> !tooLate.contains(logged));
    }

    /** For {@link EventTable#copy}, and not held any longer. */
    byte[] takeRow(LoggedEvent logged) {
        byte[] prepared = rows.remove(logged);
        return prepared == null ? make.of(logged) : prepared;
    }

    private Distinct distinct(Predicate<LoggedEvent> which) {
        Map<EventIdentity, LoggedEvent> first = new HashMap<>();
        for (PartitionBatch batch : batches) {
            for (LoggedEvent logged : batch.events()) {
                if (which.test(logged)) {
                    first.putIfAbsent(logged.identity(), logged);
                }
            }
        }
        List<LoggedEvent> ordered = new ArrayList<>(first.values());
        ordered.sort(KEY_ORDER);
        return new Distinct(first, ordered);
    }
}
