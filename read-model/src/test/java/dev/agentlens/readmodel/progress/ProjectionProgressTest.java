/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.readmodel.tables.PartitionBatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProjectionProgressTest {

    private final ProjectionProgress progress = new ProjectionProgress(new SimpleMeterRegistry(), Clock.systemUTC());
    private final List<String> order = new ArrayList<>();

    @BeforeEach
    void listenAndWait() {
        progress.addListener(new ProjectionListener() {
            @Override
            public void positioned(int partition, long nextOffset) {
                heard();
            }

            @Override
            public void projected(List<PartitionBatch> batches) {
                heard();
            }

            @Override
            public void released(Collection<Integer> partitions) {
                heard();
            }

            private void heard() {
                boolean reached = progress.reaches(Map.of(0, 5L)).isDone();
                order.add(reached ? "listener, too late" : "listener");
            }
        });
        progress.reaches(Map.of(0, 5L)).thenRun(() -> order.add("waiter"));
    }

    @Test
    void listenersHearOfACommitBeforeThoseWhoWaitForIt() {
        progress.projected(List.of(new PartitionBatch(0, 0, 5, null, List.of(), List.of(), 0)), List.of());

        assertThat(order).containsExactly("listener", "waiter");
    }

    @Test
    void listenersHearOfAPositionBeforeThoseWhoWaitForIt() {
        progress.standsAt(0, 5);

        assertThat(order).containsExactly("listener", "waiter");
    }
}
