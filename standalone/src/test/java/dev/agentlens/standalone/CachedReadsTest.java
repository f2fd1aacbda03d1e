/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.query.cache.ReadCache;
import dev.agentlens.query.cache.ReadKey;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.fold.SessionErasure;
import dev.agentlens.readmodel.tables.PartitionBatch;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CachedReadsTest {

    private final ReadCache cache = new ReadCache();
    private final CachedReads reads = new CachedReads(cache);

    @BeforeEach
    void readAll() {
        cache.setCapacity(1024 * 1024);
        Stream.of(list(), session("a"), session("b"), session("c"))
                .forEach(key -> cache.begin(key).keep("kept", 4));
    }

    @Test
    void sessionsOfABatchAndListsAreReadAgain() {
        LoggedEvent event = new LoggedEvent(AgentEvents.started("a", "1", AgentEvents.T0, "agent"), 0, 0, 1);
        SessionErasure erasure = new SessionErasure("b", 0, 1);

        reads.projected(List.of(new PartitionBatch(0, 0, 2, null, List.of(event), List.of(erasure), 0)));

        assertThat(isKept(list())).isFalse();
        assertThat(isKept(session("a"))).isFalse();
        assertThat(isKept(session("b"))).isFalse();
        assertThat(isKept(session("c"))).isTrue();
    }

    @Test
    void everythingIsReadAgainOnceAPartitionIsPositioned() {
        reads.positioned(0, 0);

        assertThat(isAnyKept()).isFalse();
    }

    @Test
    void everythingIsReadAgainOnceAPartitionIsGivenAway() {
        reads.released(List.of(0));

        assertThat(isAnyKept()).isFalse();
    }

    @Test
    void everythingIsReadAgainOnceSessionsExpired() {
        reads.expired();

        assertThat(isAnyKept()).isFalse();
    }

    private boolean isAnyKept() {
        return Stream.of(list(), session("a"), session("b"), session("c")).anyMatch(this::isKept);
    }

    private boolean isKept(ReadKey key) {
        return cache.find(key, String.class) != null;
    }

    private static ReadKey list() {
        return ReadKey.ofAllSessions("list");
    }

    private static ReadKey session(String id) {
        return ReadKey.ofSession(id, "detail");
    }
}
