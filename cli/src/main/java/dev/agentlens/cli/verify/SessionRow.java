/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code sessions}.
 *
 * @param columns all that the fold decides, by name
 */
record SessionRow(String sessionId, Figures figures, Map<String, @Nullable Object> columns) {

    /**
     * What the rollups count of a session.
     *
     * @param durationUs microseconds; null while the session is active
     */
    record Figures(
            String status,
            String agentName,
            Instant startedAt,
            long events,
            BigDecimal tokensIn,
            BigDecimal tokensOut,
            @Nullable Long durationUs) {}
}
