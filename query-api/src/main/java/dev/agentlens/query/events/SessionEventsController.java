/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.events;

import dev.agentlens.query.cache.ReadKey;
import dev.agentlens.query.http.StreamedJson;
import dev.agentlens.query.http.StreamingResponse;
import dev.agentlens.query.http.StreamingResponses;
import dev.agentlens.query.http.UnknownParameters;
import dev.agentlens.query.prices.CurrentPrices;
import dev.agentlens.query.prices.EventCosts;
import dev.agentlens.query.session.SessionIds;
import dev.agentlens.query.session.SessionJson;
import dev.agentlens.query.session.SessionReader;
import dev.agentlens.query.session.SessionSnapshot;
import dev.agentlens.query.session.TraceEvent;
import dev.agentlens.query.session.TracePosition;
import dev.agentlens.query.session.TraceReader;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/** GET /sessions/:id/events. */
@RestController
class SessionEventsController {

    private static final String MATCHES = "matches";

    private final SessionReader sessions;
    private final TraceReader traces;
    private final CurrentPrices prices;
    private final StreamingResponses responses;
    private final StreamedJson streamedJson;

    SessionEventsController(
            SessionReader sessions,
            TraceReader traces,
            CurrentPrices prices,
            StreamingResponses responses,
            StreamedJson streamedJson) {
        this.sessions = sessions;
        this.traces = traces;
        this.prices = prices;
        this.responses = responses;
        this.streamedJson = streamedJson;
    }

    @GetMapping("/sessions/{sessionId}/events")
    Mono<Void> events(
            @PathVariable String sessionId,
            @RequestParam MultiValueMap<String, String> parameters,
            ServerHttpResponse response) {
        List<String> warnings = UnknownParameters.warnings(parameters.keySet(), EventsQuery.PARAMETERS);
        return responses.send(response, key(sessionId, parameters, warnings), () -> {
            String id = SessionIds.legal(sessionId);
            EventsQuery query = EventsQuery.of(parameters::getFirst);
            String cursor = parameters.getFirst(EventsCursor.PARAMETER);
            TracePosition after = cursor == null || cursor.isEmpty()
                    ? TracePosition.START
                    : EventsCursor.read(cursor, id, query).place();
            SessionSnapshot snapshot = sessions.require(id);
            return StreamingResponse.json(out -> write(snapshot, after, query, warnings, out));
        });
    }

    private static ReadKey key(String sessionId, MultiValueMap<String, String> parameters, List<String> warnings) {
        Stream<@Nullable String> values =
                new TreeSet<>(EventsQuery.PARAMETERS).stream().map(parameters::getFirst);
        return ReadKey.ofSession(
                sessionId, "events", Stream.concat(values, warnings.stream()).toArray(String[]::new));
    }

    private void write(
            SessionSnapshot snapshot, TracePosition after, EventsQuery query, List<String> warnings, OutputStream out) {
        EventCosts costs = prices.costs();
        try (JsonGenerator json = streamedJson.generator(out)) {
            json.writeStartObject();
            json.writeStringProperty("session_id", snapshot.sessionId());
            json.writeArrayPropertyStart("events");
            EventsPage page = new EventsPage(query, (event, matches) -> write(json, event, costs, query, matches));
            traces.visit(snapshot, after, query.columns(), page::next);
            json.writeEndArray();
            TracePosition next = page.next();
            if (next == null) {
                json.writeNullProperty("next_cursor");
            } else {
                json.writeStringProperty(
                        "next_cursor", new EventsCursor(snapshot.sessionId(), query.fingerprint(), next).text());
            }
            UnknownParameters.write(json, warnings);
            json.writeEndObject();
        }
    }

    private static void write(
            JsonGenerator json, TraceEvent event, EventCosts costs, EventsQuery query, List<Match> matches) {
        json.writeStartObject();
        if (query.text() != null) {
            json.writeArrayPropertyStart(MATCHES);
            for (Match match : matches) {
                json.writeStartObject();
                json.writeStringProperty("field", match.field());
                json.writeNumberProperty("offset", match.offset());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        SessionJson.traced(json, event, Set.of(MATCHES), costs);
        json.writeEndObject();
    }
}
