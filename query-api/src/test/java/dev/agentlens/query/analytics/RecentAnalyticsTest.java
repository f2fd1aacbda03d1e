/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.analytics;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.query.analytics.RecentAnalytics.Dated;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecentAnalyticsTest {

    private final RecentAnalytics<String, Integer, String> recent = new RecentAnalytics<>();
    private final AtomicInteger state = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void figuresAreKeptWhileTheStateIsTheSame() {
        assertThat(get("a")).isEqualTo("a of state 0, read 1");
        assertThat(get("a")).isEqualTo("a of state 0, read 1");
        assertThat(get("b")).isEqualTo("b of state 0, read 2");

        state.incrementAndGet();

        assertThat(get("a")).isEqualTo("a of state 1, read 3");
    }

    @Test
    void whoWaitsSharesTheNextFiguresButNotThoseOfBefore() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(
                () -> recent.get("a", state::get, key -> {
                    Dated<Integer, String> figures = read(key);
                    begun.countDown();
                    await(end);
                    return figures;
                }),
                threads);
        begun.await();
        state.incrementAndGet();
        List<CompletableFuture<String>> others = new ArrayList<>();
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            CompletableFuture<String> figures = new CompletableFuture<>();
            others.add(figures);
            Thread thread = new Thread(() -> figures.complete(get("a")));
            thread.start();
            waiting.add(thread);
        }
        Awaitility.await().until(() -> waiting.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));

        end.countDown();

        assertThat(first.get(10, SECONDS)).isEqualTo("a of state 0, read 1");
        for (CompletableFuture<String> other : others) {
            assertThat(other.get(10, SECONDS)).isEqualTo("a of state 1, read 2");
        }
    }

    @Test
    void failureIsOfOneRequestOnly() {
        assertThatThrownBy(() -> recent.get("a", state::get, key -> {
                    throw new IllegalStateException("no database");
                }))
                .hasMessage("no database");

        assertThat(get("a")).isEqualTo("a of state 0, read 1");
    }

    private String get(String key) {
        return recent.get(key, state::get, this::read);
    }

    private Dated<Integer, String> read(String key) {
        int now = state.get();
        return new Dated<>(now, key + " of state " + now + ", read " + reads.incrementAndGet());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
