/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.export;

import dev.agentlens.query.prices.EventCosts;
import dev.agentlens.query.session.Session;
import dev.agentlens.query.session.SessionJson;
import dev.agentlens.query.session.TraceEvent;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** A session as lines of JSON: {@code {"_type":"session",...}}, then {@code {"_type":"event",...}} for each event. */
final class NdjsonExport {

    private static final String TYPE = "_type";

    private final JsonGenerator json;
    private final EventCosts costs;

    NdjsonExport(JsonGenerator json, EventCosts costs) {
        this.json = json;
        this.costs = costs;
    }

    void session(Session session, String metadata) {
        json.writeStartObject();
        json.writeStringProperty(TYPE, "session");
        SessionJson.exported(json, session, metadata);
        endLine();
    }

    void event(TraceEvent event) {
        json.writeStartObject();
        json.writeStringProperty(TYPE, "event");
        SessionJson.exported(json, event, Set.of(TYPE), costs);
        endLine();
    }

    private void endLine() {
        json.writeEndObject();
        json.writeRaw('\n');
    }
}
