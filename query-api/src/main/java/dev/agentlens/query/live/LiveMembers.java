/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The open streams. Those with the same filter are together, since what one of them gets, all of them get. */
final class LiveMembers {

    private final Map<LiveFilter, Set<LiveMember>> byFilter = new LinkedHashMap<>();
    private long last;
    private int count;

    synchronized LiveMember add(LiveFilter filter) {
        LiveMember member = new LiveMember(filter, ++last);
        byFilter.computeIfAbsent(filter, none -> new LinkedHashSet<>()).add(member);
        count++;
        return member;
    }

    synchronized void remove(LiveMember member) {
        byFilter.computeIfPresent(member.filter(), (filter, same) -> {
            count -= same.remove(member) ? 1 : 0;
            return same.isEmpty() ? null : same;
        });
    }

    synchronized int count() {
        return count;
    }

    /** The number of the one that was added last. */
    synchronized long last() {
        return last;
    }

    synchronized List<LiveMember> all() {
        return byFilter.values().stream().flatMap(Set::stream).toList();
    }

    /** Lets everything pass that one of them wants, and maybe more. */
    synchronized LiveFilter wanted() {
        return LiveFilter.covering(byFilter.keySet());
    }

    /** Gives the batch to those that it has messages for. @return them */
    synchronized List<LiveMember> offer(LiveBatch batch) {
        List<LiveMember> offered = new ArrayList<>();
        byFilter.forEach((filter, same) -> {
            if (!batch.selected(filter).isEmpty()) {
                same.forEach(member -> member.batches().add(batch.number()));
                offered.addAll(same);
            }
        });
        return offered;
    }
}
