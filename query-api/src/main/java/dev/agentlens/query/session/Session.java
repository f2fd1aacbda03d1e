/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as readers see it, without its metadata, which may be long.
 *
 * @param totalTokensIn the declared total if present, else the sum; an integer
 * @param status {@code active}, {@code completed}, {@code error} or {@code timeout}
 * @param eventCount ordinary events
 * @param errorCount those of them that are errors, by their type or their field {@code error}
 * @param metadataBytes length of the metadata's JSON
 * @param figures further figures shown in lists
 */
public record Session(
        String sessionId,
        String agentName,
        Instant startedAt,
        @Nullable Instant endedAt,
        BigDecimal totalTokensIn,
        BigDecimal totalTokensOut,
        String status,
        long eventCount,
        long errorCount,
        int metadataBytes,
        SessionFigures figures) {

    /** One without {@link SessionFigures}. */
    public Session(
            String sessionId,
            String agentName,
            Instant startedAt,
            @Nullable Instant endedAt,
            BigDecimal totalTokensIn,
            BigDecimal totalTokensOut,
            String status,
            long eventCount,
            long errorCount,
            int metadataBytes) {
        this(
                sessionId,
                agentName,
                startedAt,
                endedAt,
                totalTokensIn,
                totalTokensOut,
                status,
                eventCount,
                errorCount,
                metadataBytes,
                SessionFigures.NONE);
    }

    public BigDecimal totalTokens() {
        return totalTokensIn.add(totalTokensOut);
    }

    /** From start to end, never negative; null while the session is active. */
    public @Nullable Duration duration() {
        if (endedAt == null) {
            return null;
        }
        Duration duration = Duration.between(startedAt, endedAt);
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
