/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** The columns of {@code sessions} that readers see. Never loaded itself: queries select records from it. */
@Entity
@Immutable
@Table(name = "sessions")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
class SessionRow {
    @Id
    private String sessionId;

    private String agentName;
    private Instant startedAt;
    private @Nullable Instant endedAt;
    private BigDecimal totalTokensIn;
    private BigDecimal totalTokensOut;
    private String status;
    private long eventCount;
    private long errorCount;
    private String metadata;
}
