/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.SessionEnded;
import dev.agentlens.common.event.AgentEvent.SessionStarted;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.EventField;
import dev.agentlens.common.event.EventIdentity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** GET /analytics as the contract defines it, counted event by event, independently of the tables. */
final class AnalyticsRecount {

    private static final Comparator<AgentEvent> BY_TIME = comparing(AgentEvent::timestamp)
            .thenComparing(event -> event.identity().eventId());

    private AnalyticsRecount() {}

    /** @param micros from start to end; null while active */
    private record Session(String agent, String status, Instant start, Long micros, long in, long out) {

        long tokens() {
            return in + out;
        }
    }

    static JsonNode of(List<AgentEvent> log) {
        Map<EventIdentity, AgentEvent> first = new LinkedHashMap<>();
        log.forEach(event -> first.putIfAbsent(event.identity(), event));
        Collection<AgentEvent> events = first.values();
        List<StepRecorded> steps = only(events.stream(), StepRecorded.class);
        List<Session> sessions =
                events.stream().collect(groupingBy(event -> event.identity().sessionId())).values().stream()
                        .map(AnalyticsRecount::session)
                        .toList();
        Map<String, Object> analytics = new LinkedHashMap<>();
        analytics.put("overview", overview(sessions, steps));
        analytics.put("duration", durations(sessions));
        analytics.put("top_agents", agents(sessions));
        analytics.put("model_usage", models(steps));
        analytics.put("event_types", eventTypes(steps));
        analytics.put("sessions_over_time", days(sessions));
        analytics.put("hourly_activity", hours(steps));
        JsonMapper mapper = JsonMapper.builder().build();
        return mapper.readTree(mapper.writeValueAsString(analytics));
    }

    private static Session session(List<AgentEvent> events) {
        AgentEvent start = only(events.stream(), SessionStarted.class).stream()
                .map(AgentEvent.class::cast)
                .min(BY_TIME)
                .orElseGet(() -> events.stream().min(BY_TIME).orElseThrow());
        SessionEnded end = only(events.stream(), SessionEnded.class).stream()
                .max(comparing(SessionEnded::endedAt)
                        .thenComparing(event -> event.identity().eventId()))
                .orElse(null);
        List<StepRecorded> steps = only(events.stream(), StepRecorded.class);
        long in = steps.stream().mapToLong(StepRecorded::tokensIn).sum();
        long out = steps.stream().mapToLong(StepRecorded::tokensOut).sum();
        String agent = start.agentName();
        return new Session(
                agent == null || agent.isEmpty() ? "default-agent" : agent,
                end == null ? "active" : end.status().wireName(),
                start.timestamp(),
                end == null
                        ? null
                        : Math.max(
                                0,
                                Duration.between(start.timestamp(), end.endedAt())
                                                .toNanos()
                                        / 1000),
                end != null && total(end, EventField.TOTAL_TOKENS_IN) > 0 ? total(end, EventField.TOTAL_TOKENS_IN) : in,
                end != null && total(end, EventField.TOTAL_TOKENS_OUT) > 0
                        ? total(end, EventField.TOTAL_TOKENS_OUT)
                        : out);
    }

    private static long total(SessionEnded end, EventField field) {
        return end.typed().count(field);
    }

    private static Map<String, Object> overview(List<Session> sessions, List<StepRecorded> steps) {
        long in = sessions.stream().mapToLong(Session::in).sum();
        long out = sessions.stream().mapToLong(Session::out).sum();
        Map<String, Object> overview = new LinkedHashMap<>();
        overview.put("total_sessions", sessions.size());
        for (String status : List.of("active", "completed", "error", "timeout")) {
            overview.put(status + "_sessions", ofStatus(sessions, status));
        }
        overview.put("error_rate", ratio(100 * ofStatus(sessions, "error"), sessions.size(), 2));
        overview.put("total_events", steps.size());
        overview.put("total_tokens", in + out);
        overview.put("total_tokens_in", in);
        overview.put("total_tokens_out", out);
        overview.put("avg_tokens_per_session", ratio(in + out, sessions.size(), 0));
        overview.put(
                "earliest_session",
                sessions.stream()
                        .map(Session::start)
                        .min(Comparator.naturalOrder())
                        .orElse(null));
        overview.put(
                "latest_session",
                sessions.stream()
                        .map(Session::start)
                        .max(Comparator.naturalOrder())
                        .orElse(null));
        return overview;
    }

    private static long ofStatus(List<Session> sessions, String status) {
        return sessions.stream()
                .filter(session -> session.status().equals(status))
                .count();
    }

    private static Map<String, Object> durations(List<Session> sessions) {
        List<Long> micros = sessions.stream()
                .map(Session::micros)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        long sum = micros.stream().mapToLong(m -> m).sum();
        Map<String, Object> durations = new LinkedHashMap<>();
        durations.put("avg_ms", ratio(sum, 1000L * micros.size(), 0));
        durations.put("min_ms", micros.isEmpty() ? 0 : ratio(micros.get(0), 1000, 0));
        durations.put("max_ms", micros.isEmpty() ? 0 : ratio(micros.get(micros.size() - 1), 1000, 0));
        return durations;
    }

    private static List<Map<String, Object>> agents(List<Session> sessions) {
        return by(sessions, Session::agent).entrySet().stream()
                .map(agent -> row(
                        "agent_name", agent.getKey(),
                        "session_count", agent.getValue().size(),
                        "total_tokens", tokens(agent.getValue()),
                        "avg_tokens",
                                ratio(tokens(agent.getValue()), agent.getValue().size(), 0)))
                .sorted(comparing(row -> -(long) row.get("total_tokens")))
                .limit(10)
                .toList();
    }

    private static List<Map<String, Object>> models(List<StepRecorded> steps) {
        List<StepRecorded> calls =
                steps.stream().filter(step -> step.model() != null).toList();
        return by(calls, StepRecorded::model).entrySet().stream()
                .map(model -> model(model.getKey(), model.getValue()))
                .sorted(comparing(row -> -(long) row.get("total_tokens")))
                .toList();
    }

    private static Map<String, Object> model(String name, List<StepRecorded> calls) {
        long in = calls.stream().mapToLong(StepRecorded::tokensIn).sum();
        long out = calls.stream().mapToLong(StepRecorded::tokensOut).sum();
        List<BigDecimal> timed = calls.stream()
                .map(StepRecorded::durationMs)
                .filter(Objects::nonNull)
                .toList();
        BigDecimal sum = timed.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        Map<String, Object> row =
                row("model", name, "call_count", calls.size(), "total_tokens", in + out, "total_tokens_in", in);
        row.put("total_tokens_out", out);
        row.put(
                "avg_duration_ms",
                timed.isEmpty()
                        ? BigDecimal.ZERO
                        : plain(sum.divide(BigDecimal.valueOf(timed.size()), 2, RoundingMode.HALF_UP)));
        return row;
    }

    private static List<Map<String, Object>> eventTypes(List<StepRecorded> steps) {
        return by(steps, StepRecorded::eventType).entrySet().stream()
                .map(type -> row("event_type", type.getKey(), "count", (long)
                        type.getValue().size()))
                .sorted(comparing(row -> -(long) row.get("count")))
                .toList();
    }

    private static List<Map<String, Object>> days(List<Session> sessions) {
        return by(sessions, session -> LocalDate.ofInstant(session.start(), ZoneOffset.UTC)).entrySet().stream()
                .map(day -> row(
                        "day", day.getKey().toString(),
                        "session_count", day.getValue().size(),
                        "total_tokens", tokens(day.getValue())))
                .toList();
    }

    private static List<Map<String, Object>> hours(List<StepRecorded> steps) {
        return by(steps, step -> step.timestamp().atOffset(ZoneOffset.UTC).getHour()).entrySet().stream()
                .map(hour -> row(
                        "hour", hour.getKey(), "event_count", hour.getValue().size()))
                .toList();
    }

    private static long tokens(List<Session> sessions) {
        return sessions.stream().mapToLong(Session::tokens).sum();
    }

    /** In order of the key, which a stable sort by another figure keeps for ties. */
    private static <T, K> Map<K, List<T>> by(List<T> items, Function<T, K> key) {
        return items.stream().collect(groupingBy(key, TreeMap::new, toList()));
    }

    private static <T> List<T> only(Stream<AgentEvent> events, Class<T> kind) {
        return events.filter(kind::isInstance).map(kind::cast).toList();
    }

    private static Map<String, Object> row(Object... namesAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return row;
    }

    private static BigDecimal ratio(long dividend, long divisor, int decimals) {
        return divisor == 0
                ? BigDecimal.ZERO
                : plain(BigDecimal.valueOf(dividend)
                        .divide(BigDecimal.valueOf(divisor), decimals, RoundingMode.HALF_UP));
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
