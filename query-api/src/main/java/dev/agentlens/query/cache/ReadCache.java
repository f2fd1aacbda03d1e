/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Keeps what reads have read, in bounded memory. It has no capacity until a process gives it one that reports every change of
 * the tables; changes by other processes are seen after {@link #MAX_AGE} at the latest. Thread-safe, and never waits.
 *
 * <p>A change removes no entries: it is counted, and entries that were read before it are no longer found. That also
 * holds for a read that is in progress during the change.
 */
@Component
public final class ReadCache {

    static final Duration MAX_AGE = Duration.ofSeconds(5);

    /** Sessions whose ids share a counter are dropped together. */
    private static final int COUNTERS = 4_096;

    /** Longer than any buffered response; metadata may be longer. */
    private static final int MAX_VALUE_BYTES = 512 * 1024;

    /** Of the cache itself, for one entry. */
    private static final int ENTRY_BYTES = 256;

    private static final String BYPASS = "agentlens.read-cache.bypass";

    private final AtomicLongArray changesOfSessions = new AtomicLongArray(COUNTERS);
    private final AtomicLong changesOfUnknown = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private final Ticker ticker;
    private volatile @Nullable Cache<ReadKey, Entry> entries;

    @Autowired
    public ReadCache() {
        this(Ticker.systemTicker());
    }

    ReadCache(Ticker ticker) {
        this.ticker = ticker;
    }

    private record Entry(Object value, int bytes, long stamp) {}

    /** @param maxBytes to keep at most; 0, the initial value, disables the cache */
    public void setCapacity(long maxBytes) {
        entries = maxBytes <= 0
                ? null
                : Caffeine.newBuilder()
                        .maximumWeight(maxBytes)
                        .weigher((ReadKey key, Entry entry) -> ENTRY_BYTES + key.length() + entry.bytes())
                        .expireAfterWrite(MAX_AGE)
                        .ticker(ticker)
                        // By the thread that reads: waking another one costs more than the work.
                        .executor(Runnable::run)
                        .build();
    }

    /** Null if it must be read. */
    public <T> @Nullable T find(ReadKey key, Class<T> type) {
        Cache<ReadKey, Entry> kept = entries;
        Entry entry = kept == null ? null : kept.getIfPresent(key);
        return entry == null || entry.stamp() != stamp(key) ? null : type.cast(entry.value());
    }

    /** To be called before anything is read for {@code key}. */
    public Reading begin(ReadKey key) {
        return new Reading(key, stamp(key));
    }

    /** A read that is under way. */
    public final class Reading {
        private final ReadKey key;
        private final long stamp;

        private Reading(ReadKey key, long stamp) {
            this.key = key;
            this.stamp = stamp;
        }

        /** @param value what was read; immutable. One that is too long is not kept */
        public void keep(Object value, int bytes) {
            Cache<ReadKey, Entry> kept = entries;
            if (kept != null && bytes <= MAX_VALUE_BYTES) {
                kept.put(key, new Entry(value, bytes, stamp));
            }
        }
    }

    /** A change of this session is committed: what is read from now on contains it. */
    public void changed(String sessionId) {
        changesOfSessions.incrementAndGet(counter(sessionId));
        changes.incrementAndGet();
    }

    /** The same for changes of sessions that are not known. */
    public void changed() {
        changesOfUnknown.incrementAndGet();
        changes.incrementAndGet();
    }

    /** For a read that must query the tables themselves. */
    public static Context bypassed(Context context) {
        return context.put(BYPASS, true);
    }

    public static boolean isBypassed(ContextView context) {
        return context.hasKey(BYPASS);
    }

    /** Grows with each change of what the key depends on. */
    private long stamp(ReadKey key) {
        return key.sessionId() == null
                ? changes.get()
                : changesOfUnknown.get() + changesOfSessions.get(counter(key.sessionId()));
    }

    private static int counter(String sessionId) {
        int hash = sessionId.hashCode() * 0x9E3779B9;
        return (hash >>> 16 ^ hash) & (COUNTERS - 1);
    }
}
