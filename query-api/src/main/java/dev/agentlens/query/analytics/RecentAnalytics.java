/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.analytics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Analytics for as long as the tables are as they were when these were read: they take longer than any other read, and
 * dashboards request the same ones again and again. Of requests that arrive while the tables change, those that wait
 * for one that is under way share the next. Every response contains all that was in the tables when its request
 * arrived.
 *
 * @param <K> the query
 * @param <S> the state of everything that the figures depend on; compared by {@code equals}
 * @param <V> figures; immutable
 */
final class RecentAnalytics<K, S, V> {

    private static final int MAX_KEPT = 32;
    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    private final Cache<K, Slot<S, V>> slots = Caffeine.newBuilder()
            .maximumSize(MAX_KEPT)
            .expireAfterAccess(MAX_AGE)
            .executor(Runnable::run)
            .build();

    /** @param state of a moment not before the read began, and not after its figures' */
    record Dated<S, V>(S state, V value) {}

    private record Kept<S, V>(long begunNanos, Dated<S, V> dated) {}

    private static final class Slot<S, V> {
        private final ReentrantLock reading = new ReentrantLock();
        private volatile @Nullable Kept<S, V> last;
    }

    /**
     * @param state as it is now
     * @param read may wait for the database
     */
    V get(K key, Supplier<S> state, Function<K, Dated<S, V>> read) {
        long arrivedNanos = System.nanoTime();
        Slot<S, V> slot = slots.get(key, absent -> new Slot<>());
        Kept<S, V> last = slot.last;
        if (last != null && last.dated().state().equals(state.get())) {
            return last.dated().value();
        }
        slot.reading.lock();
        try {
            Kept<S, V> meanwhile = slot.last;
            if (meanwhile != null && meanwhile.begunNanos() - arrivedNanos >= 0) {
                return meanwhile.dated().value();
            }
            long begunNanos = System.nanoTime();
            Kept<S, V> kept = new Kept<>(begunNanos, read.apply(key));
            slot.last = kept;
            return kept.dated().value();
        } finally {
            slot.reading.unlock();
        }
    }
}
