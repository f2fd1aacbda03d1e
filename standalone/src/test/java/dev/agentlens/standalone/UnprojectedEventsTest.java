/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.ingest.publish.Published;
import dev.agentlens.readmodel.progress.ProjectionProgress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class UnprojectedEventsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ProjectionProgress progress = new ProjectionProgress(new SimpleMeterRegistry(), Clock.systemUTC());
    private final UnprojectedEvents events = new UnprojectedEvents(progress, 100);

    @Test
    void writerWaitsForTheEventsBeforeItsOwnAndNotForLaterOnes() {
        assertThat(acknowledged(0, 100)).isCompleted();
        CompletableFuture<Void> second = acknowledged(1, 50);
        CompletableFuture<Void> third = acknowledged(0, 150);

        progress.standsAt(0, 49);
        assertThat(second).isNotDone();
        progress.standsAt(0, 50);
        assertThat(second).isCompleted();
        assertThat(third).isNotDone();
        progress.standsAt(1, 50);
        assertThat(third).isCompleted();
    }

    @Test
    void theProjectionDoesNotPauseFromHalfOfThemOn() throws Exception {
        acknowledged(0, 50);
        CompletableFuture<Void> pause = pause();
        assertThatThrownBy(() -> pause.get(200, MILLISECONDS)).isInstanceOf(TimeoutException.class);

        acknowledged(0, 51);
        assertThat(pause).succeedsWithin(PATIENCE);
        // Once for each time.
        CompletableFuture<Void> next = pause();
        assertThatThrownBy(() -> next.get(200, MILLISECONDS)).isInstanceOf(TimeoutException.class);
        acknowledged(0, 52);
        assertThat(next).succeedsWithin(PATIENCE);
    }

    private CompletableFuture<Void> pause() {
        return CompletableFuture.runAsync(() -> {
            try {
                progress.awaitDemand(PATIENCE.multipliedBy(2).toNanos());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void readerWaitsForAllThatIsAcknowledged() {
        acknowledged(0, 10);
        CompletableFuture<Void> projected = events.projected();
        acknowledged(0, 20);

        progress.standsAt(0, 9);
        assertThat(projected).isNotDone();
        progress.standsAt(0, 10);
        assertThat(projected).isCompleted();
    }

    private CompletableFuture<Void> acknowledged(int partition, long nextOffset) {
        return events.acknowledged(new Published(Map.of(partition, nextOffset), null))
                .toFuture();
    }
}
