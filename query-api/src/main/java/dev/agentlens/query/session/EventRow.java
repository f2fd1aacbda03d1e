/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** The columns of {@code events} by which events are found. Never loaded itself: queries select records from it. */
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

    record Key(String sessionId, String eventId) implements Serializable {}
}
