/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.position;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.query.position.RequiredPosition.Missing;
import dev.agentlens.query.position.TablesState.Incarnation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lets requests wait until the read tables contain their position, without a thread for any of them. */
@Component
class PositionWaits {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    /** The tables are checked even for a request that does not want to wait. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

    private final PositionWatcher tables;
    private final PositionProperties properties;
    private final AtomicInteger waiting = new AtomicInteger();

    PositionWaits(PositionWatcher tables, PositionProperties properties) {
        this.tables = tables;
        this.properties = properties;
    }

    /**
     * The incarnation in which the tables contain the position; fails with 503 if they do not by the end of the wait, with
     * 400 if they never will.
     */
    Mono<Incarnation> until(RequiredPosition wanted, Duration wait) {
        return Mono.using(this::enter, count -> new Wait(wanted, wait).reached(), AtomicInteger::decrementAndGet);
    }

    private AtomicInteger enter() {
        if (waiting.incrementAndGet() > properties.maxWaiting()) {
            waiting.decrementAndGet();
            throw ApiException.unavailable(
                    "Too many requests are waiting for their position, please try again later", Duration.ofSeconds(1));
        }
        return waiting;
    }

    private final class Wait {

        private final RequiredPosition wanted;
        private final Duration wait;
        private Duration pause = Duration.ZERO;
        private volatile @Nullable Missing missing;

        Wait(RequiredPosition wanted, Duration wait) {
            this.wanted = wanted;
            this.wait = wait;
        }

        Mono<Incarnation> reached() {
            Mono<Incarnation> look = Mono.defer(() -> tables.ask(nextPause()))
                    .doOnSuccess(this::note)
                    .filter(state -> missing != null && missing.isEmpty())
                    .map(TablesState::incarnation);
            return (wait.isZero() ? look.timeout(LONGEST_LOOK, Mono.empty()) : patiently(look))
                    .switchIfEmpty(Mono.error(this::late));
        }

        private Mono<Incarnation> patiently(Mono<Incarnation> look) {
            return look.repeatWhenEmpty(repeats -> repeats).timeout(wait, Mono.empty());
        }

        /** @param state null where the database did not respond; it may be back in time */
        private void note(@Nullable TablesState state) {
            missing = state == null ? null : wanted.missingIn(state.nextOffsets());
        }

        private Duration nextPause() {
            Duration now = pause;
            Duration longer = now.isZero() ? FIRST_PAUSE : now.multipliedBy(3).dividedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
            return now;
        }

        private ApiException late() {
            Missing last = missing;
            if (last == null) {
                return ApiException.unavailable(
                        "The read tables could not be reached in " + wait.toSeconds()
                                + " s of waiting for the position, please try again later",
                        Duration.ofSeconds(2));
            }
            String how = last.logUnknown()
                    ? "no projector has begun to fill them"
                    : "up to " + last.records() + " records of the log are still to be projected";
            return ApiException.unavailable(
                    "The read tables do not contain the position after " + wait.toSeconds() + " s: " + how
                            + ". Send the same request again, or let it wait longer with Prefer: wait=SECONDS (at most "
                            + properties.maxWait().toSeconds() + ")",
                    Duration.ofSeconds(1));
        }
    }
}
