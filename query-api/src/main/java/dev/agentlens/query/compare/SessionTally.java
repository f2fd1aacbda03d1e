/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.compare;

import dev.agentlens.query.compare.SessionMetrics.ModelUse;
import dev.agentlens.query.compare.SessionMetrics.ToolUse;
import dev.agentlens.query.session.Decimals;
import dev.agentlens.query.session.Session;
import dev.agentlens.query.session.ToolCall;
import dev.agentlens.query.session.TraceEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Counts a trace, event by event, into {@link SessionMetrics}. */
final class SessionTally {

    /** Clients choose the names: at most this many of each kind are counted separately, cut to the length below. */
    private static final int MAX_NAMES = 1_000;

    private static final int MAX_NAME_LENGTH = 256;

    private final Map<String, ModelUse> models = new LinkedHashMap<>();
    private final Map<String, Long> eventTypes = new LinkedHashMap<>();
    private final Map<String, ToolUse> tools = new LinkedHashMap<>();
    private BigDecimal processing = BigDecimal.ZERO;

    void count(TraceEvent event) {
        BigDecimal duration = event.durationMs() == null ? BigDecimal.ZERO : event.durationMs();
        processing = processing.add(duration);
        count(eventTypes, event.eventType(), 0L, n -> n + 1);
        count(models, event.model(), ModelUse.NONE, use -> use.plus(event.tokensIn(), event.tokensOut()));
        for (String tool : ToolCall.names(event)) {
            count(
                    tools,
                    tool,
                    new ToolUse(0, BigDecimal.ZERO),
                    use -> new ToolUse(use.calls() + 1, use.totalDuration().add(duration)));
        }
    }

    /** @param metadata of the session, as JSON */
    SessionMetrics of(Session session, String metadata) {
        Duration duration = session.duration();
        tools.replaceAll((name, use) -> new ToolUse(use.calls(), Decimals.rounded(use.totalDuration())));
        return new SessionMetrics(
                session.sessionId(),
                session.agentName(),
                session.status(),
                session.startedAt(),
                session.endedAt(),
                session.totalTokensIn(),
                session.totalTokensOut(),
                session.totalTokens(),
                session.eventCount(),
                session.errorCount(),
                Decimals.rounded(processing),
                Decimals.ratio(processing, BigDecimal.valueOf(session.eventCount())),
                duration == null ? null : Decimals.rounded(Decimals.milliseconds(duration)),
                models,
                eventTypes,
                tools,
                metadata,
                session.figures().cacheReadTokens(),
                session.figures().cacheWriteTokens(),
                session.figures().reasoningTokens(),
                cost(session.figures().costUsd()),
                session.figures().unpricedTokens());
    }

    /** Without zeros at the end, and without an exponent. */
    private static @Nullable BigDecimal cost(@Nullable BigDecimal usd) {
        return usd == null ? null : new BigDecimal(Decimals.plain(usd));
    }

    private static <T> void count(Map<String, T> counts, @Nullable String name, T initial, UnaryOperator<T> plusOne) {
        if (name == null) {
            return;
        }
        String key = name.codePointCount(0, name.length()) <= MAX_NAME_LENGTH
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MAX_NAME_LENGTH)) + "…";
        if (counts.containsKey(key) || counts.size() < MAX_NAMES) {
            counts.put(key, plusOne.apply(counts.getOrDefault(key, initial)));
        }
    }
}
