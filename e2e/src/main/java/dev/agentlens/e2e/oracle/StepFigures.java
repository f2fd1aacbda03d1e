/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** Sums over ordinary events, by model, type and UTC hour. */
final class StepFigures {

    final Map<String, ModelUse> byModel = new TreeMap<>();
    final Map<String, Long> byType = new TreeMap<>();
    final Map<Integer, Long> byHour = new TreeMap<>();

    /** @param durationMs over the {@code timed} calls that have one */
    record ModelUse(long calls, BigInteger tokensIn, BigInteger tokensOut, long timed, BigDecimal durationMs) {

        ModelUse plus(ModelUse other) {
            return new ModelUse(
                    calls + other.calls,
                    tokensIn.add(other.tokensIn),
                    tokensOut.add(other.tokensOut),
                    timed + other.timed,
                    durationMs.add(other.durationMs));
        }
    }

    void add(ExpectedEvent event) {
        byType.merge(event.type(), 1L, Long::sum);
        byHour.merge(event.timestamp().atOffset(ZoneOffset.UTC).getHour(), 1L, Long::sum);
        if (event.model() != null) {
            BigDecimal duration = event.durationMs();
            byModel.merge(
                    event.model(),
                    new ModelUse(
                            1,
                            event.tokensIn(),
                            event.tokensOut(),
                            duration == null ? 0 : 1,
                            duration == null ? BigDecimal.ZERO : duration),
                    ModelUse::plus);
        }
    }
}
