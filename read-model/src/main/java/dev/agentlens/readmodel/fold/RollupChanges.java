/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.SessionStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a batch adds to the rollup tables, by row and in key order. A session that changes is taken out of the rows it
 * stood in and put into those it stands in now, so a change may be negative.
 */
public final class RollupChanges {

    private final SortedMap<RollupKey<String>, Sessions> byStatus = new TreeMap<>();
    private final SortedMap<RollupKey<String>, Count> byAgent = new TreeMap<>();
    private final SortedMap<RollupKey<LocalDate>, Count> byDay = new TreeMap<>();
    private final SortedMap<RollupKey<String>, Calls> byModel = new TreeMap<>();
    private final SortedMap<RollupKey<String>, Long> byEventType = new TreeMap<>();
    private final SortedMap<RollupKey<Integer>, Long> byHour = new TreeMap<>();

    /** Sessions of one status; durations in microseconds, over those that have ended. */
    public record Sessions(
            long sessions, long events, BigDecimal tokensIn, BigDecimal tokensOut, long ended, BigDecimal durationUs) {

        Sessions plus(Sessions other) {
            return new Sessions(
                    sessions + other.sessions,
                    events + other.events,
                    tokensIn.add(other.tokensIn),
                    tokensOut.add(other.tokensOut),
                    ended + other.ended,
                    durationUs.add(other.durationUs));
        }
    }

    /** Sessions and their tokens, in and out. */
    public record Count(long sessions, BigDecimal tokens) {

        Count plus(Count other) {
            return new Count(sessions + other.sessions, tokens.add(other.tokens));
        }
    }

    /** Ordinary events that name a model; {@code timed} of them have a duration, in milliseconds. */
    public record Calls(long calls, BigDecimal tokensIn, BigDecimal tokensOut, long timed, BigDecimal durationMs) {

        Calls plus(Calls other) {
            return new Calls(
                    calls + other.calls,
                    tokensIn.add(other.tokensIn),
                    tokensOut.add(other.tokensOut),
                    timed + other.timed,
                    durationMs.add(other.durationMs));
        }
    }

    void stepRecorded(int partition, StepRecorded step) {
        byEventType.merge(new RollupKey<>(partition, step.eventType()), 1L, Long::sum);
        int hour = step.timestamp().atOffset(ZoneOffset.UTC).getHour();
        byHour.merge(new RollupKey<>(partition, hour), 1L, Long::sum);
        if (step.model() != null) {
            Calls call = new Calls(
                    1,
                    BigDecimal.valueOf(step.tokensIn()),
                    BigDecimal.valueOf(step.tokensOut()),
                    step.durationMs() == null ? 0 : 1,
                    step.durationMs() == null ? BigDecimal.ZERO : step.durationMs());
            byModel.merge(new RollupKey<>(partition, step.model()), call, Calls::plus);
        }
    }

    void sessionChanged(int partition, @Nullable SessionState before, SessionState after) {
        if (before != null) {
            count(partition, before, -1);
        }
        count(partition, after, 1);
    }

    private void count(int partition, SessionState session, int sign) {
        BigDecimal tokensIn = signed(session.totalTokensIn(), sign);
        BigDecimal tokensOut = signed(session.totalTokensOut(), sign);
        Duration duration = session.duration();
        Sessions sessions = new Sessions(
                sign,
                sign * session.events(),
                tokensIn,
                tokensOut,
                duration == null ? 0 : sign,
                duration == null ? BigDecimal.ZERO : signed(microseconds(duration), sign));
        byStatus.merge(new RollupKey<>(partition, session.status().wireName()), sessions, Sessions::plus);
        Count count = new Count(sign, tokensIn.add(tokensOut));
        byAgent.merge(new RollupKey<>(partition, session.agentName()), count, Count::plus);
        LocalDate day = LocalDate.ofInstant(session.startedAt(), ZoneOffset.UTC);
        byDay.merge(new RollupKey<>(partition, day), count, Count::plus);
    }

    private static BigDecimal signed(BigDecimal value, int sign) {
        return sign < 0 ? value.negate() : value;
    }

    /** Of at most the years 1 to 9999, which a long holds. */
    private static BigDecimal microseconds(Duration duration) {
        return BigDecimal.valueOf(duration.getSeconds() * 1_000_000 + duration.getNano() / 1_000);
    }

    /** By {@link SessionStatus#wireName()}. */
    public SortedMap<RollupKey<String>, Sessions> byStatus() {
        return byStatus;
    }

    public SortedMap<RollupKey<String>, Count> byAgent() {
        return byAgent;
    }

    /** By the UTC day of the session's start. */
    public SortedMap<RollupKey<LocalDate>, Count> byDay() {
        return byDay;
    }

    public SortedMap<RollupKey<String>, Calls> byModel() {
        return byModel;
    }

    public SortedMap<RollupKey<String>, Long> byEventType() {
        return byEventType;
    }

    /** By UTC hour of day, 0 to 23. */
    public SortedMap<RollupKey<Integer>, Long> byHour() {
        return byHour;
    }
}
