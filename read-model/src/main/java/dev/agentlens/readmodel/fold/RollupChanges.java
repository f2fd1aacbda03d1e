/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.event.EventField;
import dev.agentlens.common.event.SessionStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be added to the rollup tables, by row and in key order. A session that changes is subtracted from the rows that it
 * was counted in and added to those that it belongs to now, so a change may be negative.
 */
public final class RollupChanges {

    private static final int ADDED = 1;
    private static final int SUBTRACTED = -1;

    private final SortedMap<RollupKey<String>, Sessions> byStatus = new TreeMap<>();
    private final SortedMap<RollupKey<String>, Count> byAgent = new TreeMap<>();
    private final SortedMap<RollupKey<LocalDate>, Count> byDay = new TreeMap<>();
    private final SortedMap<RollupKey<String>, Calls> byModel = new TreeMap<>();
    private final SortedMap<RollupKey<String>, Long> byEventType = new TreeMap<>();
    private final SortedMap<RollupKey<Integer>, Long> byHour = new TreeMap<>();
    private final SortedMap<UsageKey, Usage> eventUsage = new TreeMap<>();
    private final SortedMap<UsageKey, Usage> toolUsage = new TreeMap<>();
    private final SortedMap<UsageKey, Sessions> sessionUsage = new TreeMap<>();

    /** Sessions of one status; durations in microseconds, over those that have ended. */
    public record Sessions(
            long sessions, long events, BigDecimal tokensIn, BigDecimal tokensOut, long ended, BigDecimal durationUs) {

        private static Sessions of(SessionState session, int sign) {
            Duration duration = session.duration();
            return new Sessions(
                    sign,
                    sign * session.totals().events(),
                    signed(session.totalTokensIn(), sign),
                    signed(session.totalTokensOut(), sign),
                    duration == null ? 0 : sign,
                    duration == null ? BigDecimal.ZERO : signed(microseconds(duration), sign));
        }

        private Sessions plus(Sessions other) {
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

        private Count plus(Count other) {
            return new Count(sessions + other.sessions, tokens.add(other.tokens));
        }
    }

    /** Ordinary events that name a model; {@code timed} of them have a duration, in milliseconds. */
    public record Calls(long calls, BigDecimal tokensIn, BigDecimal tokensOut, long timed, BigDecimal durationMs) {

        private static Calls of(CountedEvent event, int sign) {
            BigDecimal duration = event.typed().milliseconds(EventField.DURATION_MS);
            return new Calls(
                    sign,
                    BigDecimal.valueOf(sign * event.count(EventField.TOKENS_IN)),
                    BigDecimal.valueOf(sign * event.count(EventField.TOKENS_OUT)),
                    duration == null ? 0 : sign,
                    duration == null ? BigDecimal.ZERO : signed(duration, sign));
        }

        private Calls plus(Calls other) {
            return new Calls(
                    calls + other.calls,
                    tokensIn.add(other.tokensIn),
                    tokensOut.add(other.tokensOut),
                    timed + other.timed,
                    durationMs.add(other.durationMs));
        }
    }

    /** @param session as it is with the event */
    public void add(CountedEvent event, SessionState session, int partition) {
        countEvent(event, session.agentName(), partition, ADDED);
    }

    /** @param session that the event was counted in */
    public void subtract(CountedEvent event, SessionState session, int partition) {
        countEvent(event, session.agentName(), partition, SUBTRACTED);
    }

    /** An event that was counted before its session had the agent that it has now. */
    public void move(CountedEvent event, String fromAgent, String toAgent) {
        countUsage(event, fromAgent, SUBTRACTED);
        countUsage(event, toAgent, ADDED);
    }

    public void add(SessionState session, int partition) {
        countSession(session, partition, ADDED);
    }

    public void subtract(SessionState session, int partition) {
        countSession(session, partition, SUBTRACTED);
    }

    private void countEvent(CountedEvent event, String agentName, int partition, int sign) {
        byEventType.merge(new RollupKey<>(partition, event.eventType()), (long) sign, Long::sum);
        int hour = event.at().atOffset(ZoneOffset.UTC).getHour();
        byHour.merge(new RollupKey<>(partition, hour), (long) sign, Long::sum);
        String model = event.typed().text(EventField.MODEL);
        if (model != null) {
            byModel.merge(new RollupKey<>(partition, model), Calls.of(event, sign), Calls::plus);
        }
        countUsage(event, agentName, sign);
    }

    private void countUsage(CountedEvent event, String agentName, int sign) {
        String model = event.typed().text(EventField.MODEL);
        usage(eventUsage, UsageKey.of(event.at(), agentName, event.eventType(), model))
                .add(event, sign);
        for (String tool : event.reading().tools()) {
            usage(toolUsage, UsageKey.of(event.at(), agentName, tool, model)).add(event, sign);
        }
    }

    private static Usage usage(SortedMap<UsageKey, Usage> usage, UsageKey key) {
        return usage.computeIfAbsent(key, absent -> new Usage());
    }

    private void countSession(SessionState session, int partition, int sign) {
        Sessions sessions = Sessions.of(session, sign);
        String status = session.status().wireName();
        byStatus.merge(new RollupKey<>(partition, status), sessions, Sessions::plus);
        Count count = new Count(sign, sessions.tokensIn().add(sessions.tokensOut()));
        byAgent.merge(new RollupKey<>(partition, session.agentName()), count, Count::plus);
        LocalDate day = LocalDate.ofInstant(session.startedAt(), ZoneOffset.UTC);
        byDay.merge(new RollupKey<>(partition, day), count, Count::plus);
        Instant startedAt = session.startedAt();
        sessionUsage.merge(UsageKey.of(startedAt, session.agentName(), status, null), sessions, Sessions::plus);
        for (String model : session.story().models()) {
            sessionUsage.merge(UsageKey.of(startedAt, session.agentName(), status, model), sessions, Sessions::plus);
        }
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

    /** Ordinary events by type. */
    public SortedMap<UsageKey, Usage> eventUsage() {
        return eventUsage;
    }

    /** Ordinary events by each tool that they are about. */
    public SortedMap<UsageKey, Usage> toolUsage() {
        return toolUsage;
    }

    /** Sessions by status: all without a model, and those that use a model once more with it. */
    public SortedMap<UsageKey, Sessions> sessionUsage() {
        return sessionUsage;
    }
}
