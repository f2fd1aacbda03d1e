/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** Sums over ordinary events, by model, type and UTC hour. */
final class StepFigures {

    final Map<String, ModelUse> byModel = new TreeMap<>();
    final Map<String, Long> byType = new TreeMap<>();
    final Map<Integer, Long> byHour = new TreeMap<>();

    final Map<LocalDate, DayUse> byDay = new TreeMap<>();
    final Map<String, Long> errorsByType = new TreeMap<>();
    final Map<String, ToolUse> byTool = new TreeMap<>();
    final Map<String, Spending> spendingByModel = new TreeMap<>();

    /** @param calls events that name a model */
    record DayUse(
            long calls,
            long errors,
            BigInteger tokensIn,
            BigInteger tokensOut,
            BigInteger cacheRead,
            Spending spending) {

        static final DayUse NONE = new DayUse(0, 0, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, Spending.NONE);

        DayUse plus(DayUse other) {
            return new DayUse(
                    calls + other.calls,
                    errors + other.errors,
                    tokensIn.add(other.tokensIn),
                    tokensOut.add(other.tokensOut),
                    cacheRead.add(other.cacheRead),
                    spending.plus(other.spending));
        }
    }

    record ToolUse(long calls, long errors, long timed, BigDecimal durationMs) {

        ToolUse plus(ToolUse other) {
            return new ToolUse(
                    calls + other.calls, errors + other.errors, timed + other.timed, durationMs.add(other.durationMs));
        }

        BigDecimal averageMs() {
            return ExpectedUsage.average(durationMs, timed);
        }
    }

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
        addUsage(event);
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

    private void addUsage(ExpectedEvent event) {
        long errors = event.isError() ? 1 : 0;
        Spending spending = Spending.of(event);
        LocalDate day = LocalDate.ofInstant(event.timestamp(), ZoneOffset.UTC);
        DayUse use = new DayUse(
                event.model() == null ? 0 : 1,
                errors,
                event.tokensIn(),
                event.tokensOut(),
                event.cacheReadTokens(),
                spending);
        byDay.merge(day, use, DayUse::plus);
        spendingByModel.merge(event.model() == null ? "" : event.model(), spending, Spending::plus);
        if (event.isError()) {
            errorsByType.merge(event.type(), 1L, Long::sum);
        }
        if (event.tool() != null) {
            BigDecimal duration = event.durationMs();
            ToolUse call =
                    new ToolUse(1, errors, duration == null ? 0 : 1, duration == null ? BigDecimal.ZERO : duration);
            byTool.merge(event.tool(), call, ToolUse::plus);
        }
    }
}
