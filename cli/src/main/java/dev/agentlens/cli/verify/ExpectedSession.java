/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.readmodel.fold.SessionState;
import dev.agentlens.readmodel.fold.SessionState.End;
import dev.agentlens.readmodel.fold.SessionState.Start;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a session of the log must stand as in {@code sessions}. */
final class ExpectedSession {

    private static final int HEX = 16;

    private ExpectedSession() {}

    /** @param state folded from events as {@link LogEntry#event()} gives them */
    static SessionRow of(SessionState state) {
        SessionRow.Figures figures = new SessionRow.Figures(
                state.status().wireName(),
                state.agentName(),
                state.startedAt(),
                state.events(),
                state.totalTokensIn(),
                state.totalTokensOut(),
                microseconds(state.duration()));
        return new SessionRow(state.sessionId(), figures, columns(state, figures));
    }

    private static Map<String, @Nullable Object> columns(SessionState state, SessionRow.Figures figures) {
        Start start = state.start();
        End end = state.end();
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("agent_name", figures.agentName());
        columns.put("status", figures.status());
        columns.put("started_at", figures.startedAt());
        columns.put("ended_at", state.endedAt());
        columns.put("duration_us", figures.durationUs());
        columns.put("event_count", state.events());
        columns.put("error_count", state.errors());
        columns.put("distinct_events", state.distinctEvents());
        columns.put("total_tokens_in", state.totalTokensIn().toPlainString());
        columns.put("total_tokens_out", state.totalTokensOut().toPlainString());
        columns.put("metadata", metadata(start));
        columns.put("first_at", state.first().at());
        columns.put("first_event_id", state.first().eventId());
        columns.put("first_agent_name", state.first().agentName());
        columns.put("start_at", start == null ? null : start.at());
        columns.put("start_event_id", start == null ? null : start.eventId());
        columns.put("start_agent_name", start == null ? null : start.agentName());
        columns.put("end_at", end == null ? null : end.at());
        columns.put("end_event_id", end == null ? null : end.eventId());
        columns.put("end_status", end == null ? null : end.status().wireName());
        columns.put("declared_tokens_in", end == null ? 0 : end.tokensIn());
        columns.put("declared_tokens_out", end == null ? 0 : end.tokensOut());
        columns.put("summed_tokens_in", state.tokensIn().toPlainString());
        columns.put("summed_tokens_out", state.tokensOut().toPlainString());
        return columns;
    }

    private static TextHash metadata(@Nullable Start start) {
        String quotedHash = start == null ? null : start.metadata();
        return quotedHash == null
                ? TextHash.of("{}".getBytes(UTF_8))
                : new TextHash(Long.parseUnsignedLong(quotedHash.substring(1, 1 + HEX), HEX));
    }

    private static @Nullable Long microseconds(@Nullable Duration duration) {
        return duration == null ? null : duration.getSeconds() * 1_000_000 + duration.getNano() / 1_000;
    }
}
