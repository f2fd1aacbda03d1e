/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.oracle;

import dev.agentlens.e2e.json.Json;
import dev.agentlens.e2e.oracle.StepFigures.ModelUse;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The response that GET /analytics must give, but for {@code latency}. */
public final class ExpectedAnalytics {

    private static final int AGENTS = 10;
    private static final int DAYS = 90;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Collection<SessionFold> sessions;
    private final StepFigures figures;

    ExpectedAnalytics(Collection<SessionFold> sessions, StepFigures figures) {
        this.sessions = sessions;
        this.figures = figures;
    }

    public ObjectNode asRead() {
        ObjectNode read = JSON.objectNode();
        read.set("overview", overview());
        read.set("duration", durations());
        read.set("top_agents", agents());
        read.set("model_usage", models());
        read.set("event_types", eventTypes());
        read.set("sessions_over_time", days());
        read.set("hourly_activity", hours());
        new ExpectedUsage(sessions, figures).addTo(read);
        return read;
    }

    private ObjectNode overview() {
        BigInteger in = sum(sessions, SessionFold::totalTokensIn);
        BigInteger out = sum(sessions, SessionFold::totalTokensOut);
        ObjectNode overview = JSON.objectNode();
        overview.put("total_sessions", sessions.size());
        for (String status : List.of("active", "completed", "error", "timeout")) {
            overview.put(status + "_sessions", ofStatus(status));
        }
        overview.put("error_rate", ratio(BigDecimal.valueOf(100 * ofStatus("error")), sessions.size(), 2));
        overview.put(
                "total_events", sessions.stream().mapToLong(SessionFold::events).sum());
        overview.put("total_tokens", in.add(out));
        overview.put("total_tokens_in", in);
        overview.put("total_tokens_out", out);
        overview.put("avg_tokens_per_session", ratio(new BigDecimal(in.add(out)), sessions.size(), 0));
        List<Instant> starts =
                sessions.stream().map(SessionFold::startedAt).sorted().toList();
        overview.put("earliest_session", starts.isEmpty() ? null : starts.get(0).toString());
        overview.put(
                "latest_session",
                starts.isEmpty() ? null : starts.get(starts.size() - 1).toString());
        return overview;
    }

    private long ofStatus(String status) {
        return sessions.stream()
                .filter(session -> session.status().equals(status))
                .count();
    }

    private ObjectNode durations() {
        List<Long> micros = sessions.stream()
                .map(SessionFold::durationUs)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        BigDecimal sum = micros.stream().map(BigDecimal::valueOf).reduce(BigDecimal.ZERO, BigDecimal::add);
        ObjectNode durations = JSON.objectNode();
        durations.put("avg_ms", ratio(sum.movePointLeft(3), micros.size(), 0));
        durations.put("min_ms", micros.isEmpty() ? BigDecimal.ZERO : wholeMs(micros.get(0)));
        durations.put("max_ms", micros.isEmpty() ? BigDecimal.ZERO : wholeMs(micros.get(micros.size() - 1)));
        return durations;
    }

    private ArrayNode agents() {
        List<ObjectNode> rows = new ArrayList<>();
        by(SessionFold::agentName).forEach((name, ofAgent) -> {
            BigInteger tokens = tokens(ofAgent);
            ObjectNode row = JSON.objectNode();
            row.put("agent_name", name);
            row.put("session_count", ofAgent.size());
            row.put("total_tokens", tokens);
            row.put("avg_tokens", ratio(new BigDecimal(tokens), ofAgent.size(), 0));
            rows.add(row);
        });
        return descending(rows, "total_tokens", AGENTS);
    }

    private ArrayNode models() {
        List<ObjectNode> rows = new ArrayList<>();
        for (Map.Entry<String, ModelUse> model : figures.byModel.entrySet()) {
            ModelUse use = model.getValue();
            ObjectNode row = JSON.objectNode();
            row.put("model", model.getKey());
            row.put("call_count", use.calls());
            row.put("total_tokens", use.tokensIn().add(use.tokensOut()));
            row.put("total_tokens_in", use.tokensIn());
            row.put("total_tokens_out", use.tokensOut());
            row.put("avg_duration_ms", ratio(use.durationMs(), use.timed(), 2));
            rows.add(row);
        }
        return descending(rows, "total_tokens", Integer.MAX_VALUE);
    }

    private ArrayNode eventTypes() {
        List<ObjectNode> rows = new ArrayList<>();
        figures.byType.forEach((type, count) -> {
            ObjectNode row = JSON.objectNode();
            row.put("event_type", type);
            row.put("count", count);
            rows.add(row);
        });
        return descending(rows, "count", Integer.MAX_VALUE);
    }

    private ArrayNode days() {
        ArrayNode days = JSON.arrayNode();
        TreeMap<LocalDate, List<SessionFold>> byDay =
                by(session -> LocalDate.ofInstant(session.startedAt(), ZoneOffset.UTC));
        byDay.descendingMap().keySet().stream().limit(DAYS).sorted().forEach(day -> {
            List<SessionFold> ofDay = Objects.requireNonNull(byDay.get(day));
            ObjectNode row = days.addObject();
            row.put("day", day.toString());
            row.put("session_count", ofDay.size());
            row.put("total_tokens", tokens(ofDay));
        });
        return days;
    }

    private ArrayNode hours() {
        ArrayNode hours = JSON.arrayNode();
        figures.byHour.forEach((hour, count) -> {
            ObjectNode row = hours.addObject();
            row.put("hour", hour);
            row.put("event_count", count);
        });
        return hours;
    }

    private <K extends Comparable<? super K>> TreeMap<K, List<SessionFold>> by(Function<SessionFold, K> key) {
        TreeMap<K, List<SessionFold>> groups = new TreeMap<>();
        sessions.forEach(session -> groups.computeIfAbsent(key.apply(session), k -> new ArrayList<>())
                .add(session));
        return groups;
    }

    /** Rows come in order of their name, which a stable sort keeps for ties. */
    private static ArrayNode descending(List<ObjectNode> rows, String figure, int limit) {
        ArrayNode sorted = JSON.arrayNode();
        rows.stream()
                .sorted(Comparator.comparing((ObjectNode row) -> Json.decimal(row.get(figure)))
                        .reversed())
                .limit(limit)
                .forEach(sorted::add);
        return sorted;
    }

    private static BigInteger tokens(Collection<SessionFold> sessions) {
        return sum(sessions, session -> session.totalTokensIn().add(session.totalTokensOut()));
    }

    private static BigInteger sum(Collection<SessionFold> sessions, Function<SessionFold, BigInteger> figure) {
        return sessions.stream().map(figure).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigDecimal wholeMs(long micros) {
        return BigDecimal.valueOf(micros, 3).setScale(0, RoundingMode.HALF_UP);
    }

    private static BigDecimal ratio(BigDecimal dividend, long divisor, int decimals) {
        return divisor == 0
                ? BigDecimal.ZERO
                : dividend.divide(BigDecimal.valueOf(divisor), decimals, RoundingMode.HALF_UP);
    }
}
