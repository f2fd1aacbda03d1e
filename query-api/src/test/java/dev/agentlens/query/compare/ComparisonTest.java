/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.compare;

import static dev.agentlens.query.session.Traces.session;
import static dev.agentlens.query.session.Traces.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.agentlens.query.Golden;
import dev.agentlens.query.compare.Comparison.Delta;
import dev.agentlens.query.session.Session;
import dev.agentlens.query.session.TraceEvent;
import dev.agentlens.query.session.Traces;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ComparisonTest {

    private static final Instant NOW = Instant.parse("2026-02-18T10:30:00Z");

    @Test
    void responseHasTheShapeOfTheApiReference() {
        List<TraceEvent> a = List.of(
                step("llm_call")
                        .model("gpt-4")
                        .tokens(1000, 300)
                        .duration("250.5")
                        .event(),
                step("tool_call")
                        .duration("800")
                        .tool("{\"tool_name\":\"web_search\"}")
                        .event(),
                step("decision").tokens(7, 0).tool("{\"name\":\"calculator\"}").event(),
                step("tool_error").tool("{\"name\":\"web_search\"}").event());
        List<TraceEvent> b = List.of(
                step("decision").model("gpt-5").duration("0.1").event(),
                step("llm_call").model("gpt-4").tokens(9, 1).duration("0.2").event(),
                step("generic").tool("{\"name\":\"web_search\"}").event());
        Comparison comparison = Comparison.between(
                metrics(session("abc123", "research-agent", a), "{\"version\":\"2.0\",\"n\":1e400}", a),
                metrics(session("def456", "other", b, null, "active"), "[]", b),
                NOW);

        Golden.assertSame(
                "comparison.json",
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(comparison) + "\n");
    }

    @Test
    void eventCountsOnceForEachToolThatItNames() {
        List<TraceEvent> trace = List.of(
                step("tool_call")
                        .duration("5")
                        .tool("[{\"name\":\"a\",\"args\":{}},{\"name\":\"b\"},{\"name\":\"a\"}]")
                        .event(),
                step("tool_call")
                        .tool("{\"function\":{\"name\":\"a\",\"arguments\":\"{}\"}}")
                        .event(),
                step("llm_call").extra("{\"tool_name\":\"c\"}").event(),
                step("guardrail").extra("{\"name\":\"d\"}").event());

        assertThat(metrics(session("a", "x", trace), trace).tools())
                .containsExactly(
                        entry("a", new SessionMetrics.ToolUse(2, BigDecimal.valueOf(5))),
                        entry("b", new SessionMetrics.ToolUse(1, BigDecimal.valueOf(5))),
                        entry("c", new SessionMetrics.ToolUse(1, BigDecimal.ZERO)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void equalTracesHaveNoDifferences(long seed) {
        List<TraceEvent> trace = Traces.random(new Random(seed));
        Comparison comparison = Comparison.between(
                metrics(session("a", "x", trace), trace), metrics(session("b", "y", trace), trace), NOW);

        assertThat(comparison.deltas()).hasSize(7);
        assertThat(comparison.deltas().values())
                .allMatch(delta ->
                        delta.absolute().signum() == 0 && delta.percent().signum() == 0);
        assertThat(comparison.shared()).isEqualTo(comparison.common());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void swappedSidesSwapTheSignsAndLosesNoName(long seed) {
        Random random = new Random(seed);
        List<TraceEvent> a = Traces.random(random);
        List<TraceEvent> b = Traces.random(random);
        SessionMetrics metricsA = metrics(session("a", "x", a), a);
        SessionMetrics metricsB = metrics(session("b", "y", b), b);
        Comparison there = Comparison.between(metricsA, metricsB, NOW);
        Comparison back = Comparison.between(metricsB, metricsA, NOW);

        there.deltas()
                .forEach((name, delta) -> assertThat(delta.absolute())
                        .as(name)
                        .isEqualByComparingTo(back.deltas().get(name).absolute().negate()));
        assertThat(there.shared().eventTypes())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(a.stream(), b.stream())
                        .map(TraceEvent::eventType)
                        .distinct()
                        .toList());
        assertThat(there.common().eventTypes())
                .containsExactlyInAnyOrderElementsOf(back.common().eventTypes());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void orderOfEventsChangesNoFigure(long seed) {
        Random random = new Random(seed);
        List<TraceEvent> trace = Traces.random(random);
        List<TraceEvent> shuffled = new ArrayList<>(trace);
        Collections.shuffle(shuffled, random);

        assertThat(metrics(session("a", "x", shuffled), shuffled)).isEqualTo(metrics(session("a", "x", trace), trace));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0",
        "0, 5, 5, 100",
        "0, 0.01, 0.01, 100",
        "5, 0, -5, -100",
        "1550, 1350, -200, -12.9",
        "1200, 1050, -150, -12.5",
        "350, 300, -50, -14.29",
        "8, 6, -2, -25",
        "3, 4, 1, 33.33",
        "1, 1000001, 1000000, 100000000",
        "9007199254740993, 9007199254740994, 1, 0"
    })
    void percentIsOfTheFirstSession(BigDecimal a, BigDecimal b, String absolute, String percent) {
        Delta delta = Delta.of(a, b);

        assertThat(delta.absolute().toString()).isEqualTo(absolute);
        assertThat(delta.percent().toString()).isEqualTo(percent);
    }

    @Test
    void namesWithoutEndAreBounded() {
        SessionTally tally = new SessionTally();
        for (int i = 0; i < 3_000; i++) {
            tally.count(step("t")
                    .tool("{\"name\":\"" + "💡".repeat(300) + i + "\"}")
                    .event());
            tally.count(step("t" + i).event());
        }
        SessionMetrics metrics = tally.of(session("s", "a", List.of()), "{}");

        assertThat(metrics.tools().keySet()).containsExactly("💡".repeat(256) + "…");
        assertThat(metrics.tools().values()).extracting("calls").containsExactly(3_000L);
        assertThat(metrics.eventTypes()).hasSize(1_000);
    }

    private static SessionMetrics metrics(Session session, List<TraceEvent> trace) {
        return metrics(session, "{}", trace);
    }

    private static SessionMetrics metrics(Session session, String metadata, List<TraceEvent> trace) {
        SessionTally tally = new SessionTally();
        trace.forEach(tally::count);
        return tally.of(session, metadata);
    }
}
