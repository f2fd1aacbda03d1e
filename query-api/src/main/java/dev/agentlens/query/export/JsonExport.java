/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.export;

import dev.agentlens.query.prices.EventCosts;
import dev.agentlens.query.session.Decimals;
import dev.agentlens.query.session.Session;
import dev.agentlens.query.session.SessionJson;
import dev.agentlens.query.session.TraceEvent;
import dev.agentlens.query.session.UtcTimes;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** A session as one JSON document (API reference, "GET /sessions/:id/export"); its summary is made while it is written. */
final class JsonExport {

    /** A summary names this many models and event types at most: their number is the client's choice. */
    private static final int MAX_NAMES = 1_000;

    private final JsonGenerator json;
    private final EventCosts costs;
    private final Set<String> models = new LinkedHashSet<>();
    private final Set<String> eventTypes = new LinkedHashSet<>();
    private BigDecimal totalDuration = BigDecimal.ZERO;

    JsonExport(JsonGenerator json, EventCosts costs) {
        this.json = json;
        this.costs = costs;
    }

    void begin(Session session, String metadata, Instant exportedAt) {
        json.writeStartObject();
        json.writeStringProperty("exported_at", UtcTimes.milliseconds(exportedAt));
        json.writeObjectPropertyStart("session");
        SessionJson.exported(json, session, metadata);
        json.writeEndObject();
        json.writeArrayPropertyStart("events");
    }

    void event(TraceEvent event) {
        json.writeStartObject();
        SessionJson.exported(json, event, Set.of(), costs);
        json.writeEndObject();
        if (event.model() != null && models.size() < MAX_NAMES) {
            models.add(event.model());
        }
        if (eventTypes.size() < MAX_NAMES) {
            eventTypes.add(event.eventType());
        }
        if (event.durationMs() != null) {
            totalDuration = totalDuration.add(event.durationMs());
        }
    }

    void end(Session session) {
        json.writeEndArray();
        json.writeObjectPropertyStart("summary");
        json.writeNumberProperty("total_events", session.eventCount());
        json.writeNumberProperty("total_tokens", session.totalTokens());
        names("models_used", models);
        names("event_types", eventTypes);
        json.writeNumberProperty("total_duration_ms", Decimals.rounded(totalDuration));
        json.writeEndObject();
        json.writeEndObject();
    }

    private void names(String field, Set<String> names) {
        json.writeArrayPropertyStart(field);
        names.forEach(json::writeString);
        json.writeEndArray();
    }
}
