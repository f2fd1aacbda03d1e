/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** The columns of {@code events} that readers see. Never loaded itself: queries select records from it. */
@Entity
@Immutable
@Table(name = "events")
@IdClass(EventRow.Key.class)
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
class EventRow {
    @Id
    private String sessionId;

    @Id
    private String eventId;

    private String eventType;
    private Instant occurredAt;
    private long logOffset;
    private @Nullable String model;
    private long tokensIn;
    private long tokensOut;
    private @Nullable BigDecimal durationMs;
    private @Nullable String inputData;
    private @Nullable String outputData;
    private @Nullable String toolCall;
    private @Nullable String decisionTrace;
    private @Nullable String extra;

    record Key(String sessionId, String eventId) implements Serializable {}
}
