/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.edge.error.ApiException;
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
import reactor.core.scheduler.Schedulers;

class ReadConcurrencyLimitTest {

    private final ReadConcurrencyLimit limit = new ReadConcurrencyLimit(Schedulers.immediate(), Schedulers.immediate());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void fewSearchesRunAtATimeSomeWaitAndFurtherOnesAreUnavailable() throws Exception {
        AtomicInteger running = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(1);
        List<CompletableFuture<String>> searches = new ArrayList<>();
        for (int i = 0; i < ReadConcurrencyLimit.SEARCHES + ReadConcurrencyLimit.WAITING_SEARCHES; i++) {
            searches.add(CompletableFuture.supplyAsync(() -> search(running, end), threads));
        }
        Awaitility.await().until(() -> running.get() == ReadConcurrencyLimit.SEARCHES);

        Awaitility.await()
                .untilAsserted(() -> assertThatThrownBy(() -> limit.searching(() -> "one too many"))
                        .isInstanceOf(ApiException.class)
                        .hasMessageContaining("Too many searches"));
        assertThat(running).hasValue(ReadConcurrencyLimit.SEARCHES);

        end.countDown();
        for (CompletableFuture<String> search : searches) {
            assertThat(search.get(10, SECONDS)).isEqualTo("found");
        }
        assertThat(limit.searching(() -> "again")).isEqualTo("again");
    }

    private String search(AtomicInteger running, CountDownLatch end) {
        return limit.searching(() -> {
            running.incrementAndGet();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "found";
        });
    }
}
