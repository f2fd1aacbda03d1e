/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.examples.tokens;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session as far as it was read, by the rules of GET /sessions: its agent is that of the earliest session_start, else of
 * the earliest event; its tokens are what the latest session_end declares, else the sum over its other events. Events come
 * in any order, so the place of each decider among others is kept.
 *
 * @param seen ids of the events that are in it; a second one of the same id changes nothing
 */
record Session(
        Set<String> seen,
        @Nullable Decider first,
        @Nullable Decider start,
        @Nullable Decider end,
        BigInteger sumIn,
        BigInteger sumOut) {

    static final Session EMPTY = new Session(Set.of(), null, null, null, BigInteger.ZERO, BigInteger.ZERO);

    private static final String NO_AGENT = "default-agent";

    /** An event that may decide, placed by its time, then by its id. */
    record Decider(Instant at, String id, @Nullable String agent, BigInteger tokensIn, BigInteger tokensOut) {

        private static final Comparator<Decider> ORDER =
                Comparator.comparing(Decider::at).thenComparing(Decider::id);

        static Decider of(Event event, Instant at) {
            return new Decider(at, event.id(), event.agent(), event.tokensIn(), event.tokensOut());
        }

        static Decider earlier(@Nullable Decider one, Decider other) {
            return one == null || ORDER.compare(other, one) < 0 ? other : one;
        }

        static Decider later(@Nullable Decider one, Decider other) {
            return one == null || ORDER.compare(other, one) > 0 ? other : one;
        }
    }

    /** With one more event, unless it is in it already. */
    Session with(Event event) {
        Set<String> ids = seen.isEmpty() ? new HashSet<>() : seen;
        if (!ids.add(event.id())) {
            return this;
        }
        Decider earliest = Decider.earlier(first, Decider.of(event, event.timestamp()));
        return switch (event.type()) {
            case "session_start" ->
                new Session(
                        ids,
                        earliest,
                        Decider.earlier(start, Decider.of(event, event.timestamp())),
                        end,
                        sumIn,
                        sumOut);
            case "session_end" ->
                new Session(ids, earliest, start, Decider.later(end, Decider.of(event, event.at())), sumIn, sumOut);
            default ->
                new Session(ids, earliest, start, end, sumIn.add(event.tokensIn()), sumOut.add(event.tokensOut()));
        };
    }

    String agent() {
        Decider deciding = start != null ? start : first;
        String agent = deciding == null ? null : deciding.agent();
        return agent == null || agent.isEmpty() ? NO_AGENT : agent;
    }

    BigInteger tokensIn() {
        return end != null && end.tokensIn().signum() > 0 ? end.tokensIn() : sumIn;
    }

    BigInteger tokensOut() {
        return end != null && end.tokensOut().signum() > 0 ? end.tokensOut() : sumOut;
    }
}
