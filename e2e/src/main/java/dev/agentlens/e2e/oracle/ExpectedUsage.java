/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What GET /analytics has beside the fields of the API reference, but for the latency, which is not exact. */
final class ExpectedUsage {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Collection<SessionFold> sessions;
    private final StepFigures figures;

    ExpectedUsage(Collection<SessionFold> sessions, StepFigures figures) {
        this.sessions = sessions;
        this.figures = figures;
    }

    void addTo(ObjectNode read) {
        read.putObject("range").putNull("from").putNull("to");
        read.set("usage_over_time", overTime());
        read.set("errors_by_type", errors());
        read.set("tools", tools());
        read.set("cost", cost());
    }

    private ArrayNode overTime() {
        Map<LocalDate, Long> started = new TreeMap<>();
        sessions.forEach(
                session -> started.merge(LocalDate.ofInstant(session.startedAt(), ZoneOffset.UTC), 1L, Long::sum));
        TreeSet<LocalDate> days = new TreeSet<>(started.keySet());
        days.addAll(figures.byDay.keySet());
        ArrayNode steps = JSON.arrayNode();
        for (LocalDate day : days) {
            StepFigures.DayUse use = figures.byDay.getOrDefault(day, StepFigures.DayUse.NONE);
            ObjectNode step = steps.addObject();
            step.put("time", day + "T00:00:00Z");
            step.put("sessions", started.getOrDefault(day, 0L));
            step.put("calls", use.calls());
            step.put("tokens_in", use.tokensIn());
            step.put("tokens_out", use.tokensOut());
            step.put("cache_read_tokens", use.cacheRead());
            step.put("cache_write_tokens", 0);
            step.put("reasoning_tokens", 0);
            step.put("errors", use.errors());
            step.put("cost_usd", use.spending().usd());
            step.put("unpriced_tokens", use.spending().unpriced());
        }
        return steps;
    }

    private ArrayNode errors() {
        ArrayNode errors = JSON.arrayNode();
        descending(figures.errorsByType)
                .forEach(entry ->
                        errors.addObject().put("event_type", entry.getKey()).put("count", entry.getValue()));
        return errors;
    }

    private static List<Map.Entry<String, Long>> descending(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry::getKey))
                .toList();
    }

    private ArrayNode tools() {
        ArrayNode tools = JSON.arrayNode();
        figures.byTool.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, StepFigures.ToolUse> entry) ->
                                entry.getValue().calls())
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> tools.addObject()
                        .put("tool", entry.getKey())
                        .put("calls", entry.getValue().calls())
                        .put("errors", entry.getValue().errors())
                        .put("avg_duration_ms", entry.getValue().averageMs()));
        return tools;
    }

    private ObjectNode cost() {
        Map<String, Spending> byAgent = new TreeMap<>();
        Spending total = Spending.NONE;
        for (SessionFold session : sessions) {
            byAgent.merge(session.agentName(), session.spending(), Spending::plus);
            total = total.plus(session.spending());
        }
        ObjectNode cost = JSON.objectNode();
        cost.put("total_usd", total.usd());
        cost.put("unpriced_tokens", total.unpriced());
        cost.set("by_model", dearestFirst("model", figures.spendingByModel, true));
        cost.set("by_agent", dearestFirst("agent_name", byAgent, false));
        ArrayNode byDay = cost.putArray("by_day");
        figures.byDay.forEach((day, use) -> {
            if (!use.spending().isNothing()) {
                byDay.add(row("date", day.toString(), use.spending(), false));
            }
        });
        return cost;
    }

    private static ArrayNode dearestFirst(String name, Map<String, Spending> rows, boolean nullable) {
        List<Map.Entry<String, Spending>> sorted = new ArrayList<>(rows.entrySet());
        sorted.removeIf(entry -> entry.getValue().isNothing());
        sorted.sort(Comparator.comparing(
                        (Map.Entry<String, Spending> entry) -> entry.getValue().usd())
                .thenComparing(entry -> entry.getValue().unpriced())
                .reversed()
                .thenComparing(Map.Entry::getKey));
        ArrayNode array = JSON.arrayNode();
        sorted.forEach(entry -> array.add(row(name, entry.getKey(), entry.getValue(), nullable)));
        return array;
    }

    private static ObjectNode row(String name, String value, Spending spending, boolean nullable) {
        boolean unknown =
                nullable && spending.usd().signum() == 0 && spending.unpriced().signum() > 0;
        ObjectNode row = JSON.objectNode();
        row.put(name, value);
        row.put("cost_usd", unknown ? null : spending.usd());
        row.put("unpriced_tokens", spending.unpriced());
        return row;
    }

    static BigDecimal average(BigDecimal sum, long count) {
        return count == 0 ? BigDecimal.ZERO : sum.divide(BigDecimal.valueOf(count), 2, RoundingMode.HALF_UP);
    }
}
