/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.hotpath;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.query.explain.Explanation;
import dev.agentlens.query.session.Session;
import dev.agentlens.query.session.TraceEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Explains a session of a hundred events as Markdown. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ExplainPath {

    private static final int STEPS = 100;
    private static final String TEXT = "The agent reads the file and plans what to *do* next. ".repeat(8);

    private Session session = new Session(
            "s",
            "agent",
            Instant.EPOCH,
            Instant.EPOCH.plusSeconds(60),
            BigDecimal.TEN,
            BigDecimal.ONE,
            "completed",
            STEPS,
            0,
            2);
    private List<TraceEvent> steps = IntStream.range(0, STEPS)
            .mapToObj(i -> i % 2 == 0 ? llmCall(i) : toolCall(i))
            .toList();

    @Benchmark
    public String explain() {
        Explanation explanation = new Explanation(session);
        steps.forEach(explanation::step);
        return explanation.summary(STEPS / 2, STEPS / 2);
    }

    private static TraceEvent llmCall(int i) {
        return new TraceEvent(
                "e" + i,
                "s",
                "llm_call",
                Instant.EPOCH,
                i,
                "gpt-4o",
                100,
                50,
                BigDecimal.TEN,
                RawJson.of("{\"prompt\":\"" + TEXT + "\"}"),
                RawJson.of("{\"response\":\"" + TEXT + "\"}"),
                null,
                RawJson.of("{\"reasoning\":\"" + TEXT + "\"}"),
                null);
    }

    private static TraceEvent toolCall(int i) {
        return new TraceEvent(
                "e" + i,
                "s",
                "tool_call",
                Instant.EPOCH,
                i,
                null,
                0,
                0,
                BigDecimal.ONE,
                null,
                null,
                RawJson.of("{\"tool_name\":\"open\",\"tool_input\":{\"command\":\"open x.py\"},"
                        + "\"tool_output\":{\"observation\":\"" + TEXT + "\"}}"),
                null,
                null);
    }
}
