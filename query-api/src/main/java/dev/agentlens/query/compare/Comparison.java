/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.compare;

import dev.agentlens.query.session.Decimals;
import dev.agentlens.query.session.UtcTimes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Two sessions side by side, in the shape of the API reference.
 *
 * @param deltas of each figure, B against A
 * @param shared what occurs in either session, A's first
 * @param common what occurs in both, in A's order
 */
@JsonNaming(SnakeCaseStrategy.class)
record Comparison(
        String comparedAt,
        SessionMetrics sessionA,
        SessionMetrics sessionB,
        Map<String, Delta> deltas,
        Names shared,
        Names common) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** @param percent {@code (B - A) / A * 100} to two decimals; where A is 0: 0 if B is 0 too, else 100 with B's sign */
    record Delta(BigDecimal absolute, BigDecimal percent) {

        static Delta of(BigDecimal a, BigDecimal b) {
            BigDecimal absolute = b.subtract(a);
            BigDecimal percent = a.signum() == 0
                    ? HUNDRED.multiply(BigDecimal.valueOf(b.signum()))
                    : absolute.multiply(HUNDRED).divide(a, 2, RoundingMode.HALF_UP);
            return new Delta(Decimals.rounded(absolute), Decimals.rounded(percent));
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Names(List<String> eventTypes, List<String> tools, List<String> models) {}

    /** Of each figure, B against A. */
    static Map<String, Delta> deltas(SessionMetrics a, SessionMetrics b) {
        Map<String, Delta> deltas = new LinkedHashMap<>();
        figures().forEach((name, figure) -> deltas.put(name, Delta.of(figure.apply(a), figure.apply(b))));
        return deltas;
    }

    /** Two sessions, side by side. */
    static Comparison between(SessionMetrics a, SessionMetrics b, Instant comparedAt) {
        return new Comparison(
                UtcTimes.milliseconds(comparedAt),
                a,
                b,
                deltas(a, b),
                new Names(
                        either(a.eventTypes(), b.eventTypes()),
                        either(a.tools(), b.tools()),
                        either(a.models(), b.models())),
                new Names(
                        both(a.eventTypes(), b.eventTypes()),
                        both(a.tools(), b.tools()),
                        both(a.models(), b.models())));
    }

    private static Map<String, Function<SessionMetrics, BigDecimal>> figures() {
        Map<String, Function<SessionMetrics, BigDecimal>> figures = new LinkedHashMap<>();
        figures.put("total_tokens", SessionMetrics::totalTokens);
        figures.put("tokens_in", SessionMetrics::tokensIn);
        figures.put("tokens_out", SessionMetrics::tokensOut);
        figures.put("event_count", metrics -> BigDecimal.valueOf(metrics.eventCount()));
        figures.put("error_count", metrics -> BigDecimal.valueOf(metrics.errorCount()));
        figures.put("total_processing_ms", SessionMetrics::totalProcessingMs);
        figures.put("avg_event_duration_ms", SessionMetrics::avgEventDurationMs);
        return figures;
    }

    private static List<String> either(Map<String, ?> a, Map<String, ?> b) {
        Set<String> names = new LinkedHashSet<>(a.keySet());
        names.addAll(b.keySet());
        return new ArrayList<>(names);
    }

    private static List<String> both(Map<String, ?> a, Map<String, ?> b) {
        return a.keySet().stream().filter(b::containsKey).toList();
    }
}
