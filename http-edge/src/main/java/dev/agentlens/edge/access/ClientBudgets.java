/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.function.Supplier;

/** Fixed windows, one per client, starting with its first request. The table of clients is bounded. */
final class ClientBudgets {

    private final int limit;
    private final long windowNanos;
    private final RateLimiterConfig config;
    private final Cache<String, Budget> clients;
    private final Supplier<Long> nanoClock;

    /** @param nanoClock as {@link System#nanoTime()} */
    ClientBudgets(int limit, Duration window, int maxClients, Supplier<Long> nanoClock) {
        this.limit = limit;
        this.windowNanos = window.toNanos();
        this.nanoClock = nanoClock;
        config = RateLimiterConfig.custom()
                .limitForPeriod(limit)
                .limitRefreshPeriod(window)
                .timeoutDuration(Duration.ZERO)
                .build();
        Ticker ticker = nanoClock::get;
        clients = Caffeine.newBuilder()
                .maximumSize(maxClients)
                .expireAfterAccess(window.multipliedBy(2))
                .ticker(ticker)
                .build();
    }

    /**
     * @param remaining requests left in the window
     * @param resetSeconds until the window ends, rounded up; at least 1
     */
    record Grant(boolean granted, int limit, int remaining, long resetSeconds) {}

    Grant spend(String client) {
        Budget budget = clients.get(client, name -> new Budget());
        boolean granted = budget.limiter.acquirePermission();
        int remaining = Math.max(0, budget.limiter.getMetrics().getAvailablePermissions());
        long elapsed = (nanoClock.get() - budget.startedAt) % windowNanos;
        long resetSeconds = Math.max(1, -Math.floorDiv(elapsed - windowNanos, 1_000_000_000L));
        return new Grant(granted, limit, granted ? remaining : 0, resetSeconds);
    }

    /** How many clients are remembered now. */
    long clients() {
        clients.cleanUp();
        return clients.estimatedSize();
    }

    private final class Budget {
        final long startedAt = nanoClock.get();
        final RateLimiter limiter = RateLimiter.of("client", config, nanoClock);
    }
}
