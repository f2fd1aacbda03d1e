/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** An open stream, as the feed knows it. */
final class LiveMember {

    private final LiveFilter filter;
    private final long number;
    private final Queue<Long> batches = new ConcurrentLinkedQueue<>();
    private Sinks.Empty<Void> news = Sinks.empty();
    private volatile @Nullable LiveEnd end;

    /** @param number counts the streams up by one */
    LiveMember(LiveFilter filter, long number) {
        this.filter = filter;
        this.number = number;
    }

    LiveFilter filter() {
        return filter;
    }

    long number() {
        return number;
    }

    /** Null while it goes on. */
    @Nullable
    LiveEnd end() {
        return end;
    }

    /** The numbers of batches that may have events for it; it removes them. Only the newest may be missing. */
    Queue<Long> batches() {
        return batches;
    }

    /** Completes after this call, when there is a batch for it or it ends; on a thread of the feed. */
    synchronized Mono<Void> news() {
        return news.asMono();
    }

    void endBecauseOf(LiveEnd why) {
        end = why;
        wake();
    }

    void wake() {
        Sinks.Empty<Void> before;
        synchronized (this) {
            before = news;
            news = Sinks.empty();
        }
        before.tryEmitEmpty();
    }
}
