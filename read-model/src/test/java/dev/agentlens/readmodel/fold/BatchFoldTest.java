/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.prices.PriceList;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The fold is a function of the set of distinct events: seeded random duplicates, permutations and batch splits. */
class BatchFoldTest {

    private static final PriceList PRICES = PriceList.shipped();

    private static final int CASES = 2_500;

    @Test
    void orderAndBatchesMakeNoDifference() {
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            List<LoggedEvent> events = distinctEvents(random);
            Model combined = new Model().take(events);

            List<LoggedEvent> shuffled = new ArrayList<>(events);
            Collections.shuffle(shuffled, random);
            Model split = new Model();
            for (int from = 0; from < shuffled.size(); ) {
                int to = Math.min(shuffled.size(), from + 1 + random.nextInt(10));
                split.take(shuffled.subList(from, to));
                from = to;
            }

            assertThat(split.sessions).as("seed %d", seed).isEqualTo(combined.sessions);
            assertThat(split.rollups).as("seed %d", seed).isEqualTo(combined.rollups);
        }
    }

    @Test
    void rollupsAddUpToTheSessions() {
        for (long seed = 0; seed < 200; seed++) {
            Model model = new Model().take(distinctEvents(new Random(seed)));
            long sessions = model.sum("status", "sessions").longValue();
            long events = model.sum("status", "events").longValue();

            assertThat(sessions).as("seed %d", seed).isEqualTo(model.sessions.size());
            assertThat(events)
                    .as("seed %d", seed)
                    .isEqualTo(model.sum("type", "events").longValue())
                    .isEqualTo(model.sum("hour", "events").longValue())
                    .isEqualTo(model.sum("event usage", "events").longValue());
            assertThat(model.rollups.keySet())
                    .as("seed %d, usage is of agents that sessions have", seed)
                    .allMatch(key -> !key.contains(" usage/") || hasAgent(key, model));
            assertThat(model.sum("agent", "tokens"))
                    .as("seed %d", seed)
                    .isEqualByComparingTo(model.sum("day", "tokens"))
                    .isEqualByComparingTo(model.sum("status", "tokens_in").add(model.sum("status", "tokens_out")));
        }
    }

    private static boolean hasAgent(String usage, Model model) {
        return model.sessions.values().stream()
                .anyMatch(session -> usage.contains("agentName=" + session.agentName() + ","));
    }

    private static List<LoggedEvent> distinctEvents(Random random) {
        Map<EventIdentity, LoggedEvent> distinct = new LinkedHashMap<>();
        for (int n = random.nextInt(60) + 1; n > 0; n--) {
            var event = AgentEvents.random(random);
            distinct.putIfAbsent(event.identity(), new LoggedEvent(event, 3, distinct.size(), 0));
        }
        return List.copyOf(distinct.values());
    }

    /** The read tables as maps: what {@link BatchFold} says is put in, and rows that come to nothing are dropped. */
    private static final class Model {

        final Map<String, SessionState> sessions = new HashMap<>();
        final Map<String, BigDecimal> rollups = new TreeMap<>();
        final Map<String, List<CountedEvent>> counted = new HashMap<>();

        Model take(List<LoggedEvent> events) {
            BatchFold fold = BatchFold.of(sessions, events, PRICES);
            sessions.putAll(fold.sessions());
            RollupChanges changes = fold.rollups();
            fold.moves()
                    .forEach(move -> counted.getOrDefault(move.sessionId(), List.of())
                            .forEach(event -> changes.move(event, move.fromAgent(), move.toAgent())));
            for (LoggedEvent logged : events) {
                if (logged.event() instanceof StepRecorded step) {
                    counted.computeIfAbsent(step.identity().sessionId(), id -> new ArrayList<>())
                            .add(CountedEvent.of(step, logged.reading()));
                }
            }
            changes.eventUsage().forEach((key, row) -> usage("event usage", key, row));
            changes.toolUsage().forEach((key, row) -> usage("tool usage", key, row));
            changes.sessionUsage().forEach((key, row) -> {
                add("session usage", key, "sessions", BigDecimal.valueOf(row.sessions()));
                add("session usage", key, "events", BigDecimal.valueOf(row.events()));
                add("session usage", key, "tokens", row.tokensIn().add(row.tokensOut()));
                add("session usage", key, "duration", row.durationUs());
            });
            changes.byStatus().forEach((key, row) -> {
                add("status", key, "sessions", BigDecimal.valueOf(row.sessions()));
                add("status", key, "events", BigDecimal.valueOf(row.events()));
                add("status", key, "tokens_in", row.tokensIn());
                add("status", key, "tokens_out", row.tokensOut());
                add("status", key, "ended", BigDecimal.valueOf(row.ended()));
                add("status", key, "duration", row.durationUs());
            });
            changes.byAgent().forEach((key, row) -> count("agent", key, row));
            changes.byDay().forEach((key, row) -> count("day", key, row));
            changes.byModel().forEach((key, row) -> {
                add("model", key, "calls", BigDecimal.valueOf(row.calls()));
                add("model", key, "tokens", row.tokensIn().add(row.tokensOut()));
                add("model", key, "timed", BigDecimal.valueOf(row.timed()));
                add("model", key, "duration", row.durationMs());
            });
            changes.byEventType().forEach((key, row) -> add("type", key, "events", BigDecimal.valueOf(row)));
            changes.byHour().forEach((key, row) -> add("hour", key, "events", BigDecimal.valueOf(row)));
            return this;
        }

        BigDecimal sum(String table, String column) {
            return rollups.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(table + "/")
                            && entry.getKey().endsWith("/" + column))
                    .map(Map.Entry::getValue)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private void count(String table, RollupKey<?> key, RollupChanges.Count row) {
            add(table, key, "sessions", BigDecimal.valueOf(row.sessions()));
            add(table, key, "tokens", row.tokens());
        }

        private void usage(String table, UsageKey key, Usage row) {
            add(table, key, "events", BigDecimal.valueOf(row.events()));
            add(table, key, "errors", BigDecimal.valueOf(row.errors()));
            add(table, key, "tokens", row.tokensIn().add(row.tokensOut()));
            add(table, key, "uncached", row.uncachedTokens());
            add(table, key, "reasoning", row.reasoningTokens());
            add(table, key, "duration", row.durationMs());
            row.latency().forEach((bucket, n) -> add(table, key, "bucket " + bucket, BigDecimal.valueOf(n)));
        }

        private void add(String table, Object key, String column, BigDecimal change) {
            rollups.merge(table + "/" + key + "/" + column, change, (a, b) -> {
                BigDecimal sum = a.add(b).stripTrailingZeros();
                return sum.signum() == 0 ? null : sum;
            });
            rollups.computeIfPresent(
                    table + "/" + key + "/" + column, (k, v) -> v.signum() == 0 ? null : v.stripTrailingZeros());
        }
    }
}
