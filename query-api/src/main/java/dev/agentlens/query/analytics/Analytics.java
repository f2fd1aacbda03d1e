/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.analytics;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Figures over all sessions, in the shape of the API reference. */
@JsonNaming(SnakeCaseStrategy.class)
record Analytics(
        Overview overview,
        DurationStats duration,
        List<Agent> topAgents,
        List<Model> modelUsage,
        List<EventType> eventTypes,
        List<Day> sessionsOverTime,
        List<Hour> hourlyActivity) {

    /**
     * @param errorRate error sessions in percent of all, two decimals; 0 without sessions
     * @param avgTokensPerSession rounded to an integer
     * @param earliestSession start of the first session; null without sessions
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Overview(
            long totalSessions,
            long activeSessions,
            long completedSessions,
            long errorSessions,
            long timeoutSessions,
            BigDecimal errorRate,
            long totalEvents,
            BigDecimal totalTokens,
            BigDecimal totalTokensIn,
            BigDecimal totalTokensOut,
            BigDecimal avgTokensPerSession,
            @Nullable Instant earliestSession,
            @Nullable Instant latestSession) {}

    /** Over ended sessions, in integer milliseconds; 0 without such sessions. */
    @JsonNaming(SnakeCaseStrategy.class)
    record DurationStats(BigDecimal avgMs, BigDecimal minMs, BigDecimal maxMs) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Agent(String agentName, long sessionCount, BigDecimal totalTokens, BigDecimal avgTokens) {}

    /** @param avgDurationMs over the events that have a duration, two decimals; 0 without such events */
    @JsonNaming(SnakeCaseStrategy.class)
    record Model(
            String model,
            long callCount,
            BigDecimal totalTokens,
            BigDecimal totalTokensIn,
            BigDecimal totalTokensOut,
            BigDecimal avgDurationMs) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record EventType(String eventType, long count) {}

    /** @param day of the sessions' start, UTC */
    @JsonNaming(SnakeCaseStrategy.class)
    record Day(LocalDate day, long sessionCount, BigDecimal totalTokens) {}

    /** @param hour of the day, UTC, 0 to 23 */
    @JsonNaming(SnakeCaseStrategy.class)
    record Hour(int hour, long eventCount) {}
}
