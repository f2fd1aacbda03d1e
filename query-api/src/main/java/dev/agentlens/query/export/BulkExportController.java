/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.export;

import dev.agentlens.query.http.ShortBody;
import dev.agentlens.query.http.StreamedJson;
import dev.agentlens.query.http.StreamingResponse;
import dev.agentlens.query.http.StreamingResponses;
import dev.agentlens.query.prices.CurrentPrices;
import dev.agentlens.query.session.SessionReader;
import dev.agentlens.query.session.SessionSnapshot;
import dev.agentlens.query.session.TraceReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/** POST /sessions/export: many sessions in one response. */
@RestController
class BulkExportController {

    /** Read in one round trip, each with its events where these are short; all of them are in memory until they are sent. */
    private static final int SESSIONS_AT_ONCE = 5;

    private final SessionReader sessions;
    private final TraceReader traces;
    private final CurrentPrices prices;
    private final StreamingResponses responses;
    private final StreamedJson streamedJson;

    BulkExportController(
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

    @PostMapping(
            path = "/sessions/export",
            consumes = {MediaType.APPLICATION_JSON_VALUE, "application/*+json", MediaType.APPLICATION_OCTET_STREAM_VALUE
            })
    Mono<Void> export(ServerHttpRequest request, ServerHttpResponse response) {
        return ShortBody.of(request)
                .map(BulkExportRequest::parse)
                .flatMap(wanted -> responses.sendLong(
                        response,
                        new StreamingResponse(
                                MediaType.APPLICATION_NDJSON, null, out -> write(wanted.sessionIds(), out))));
    }

    private void write(List<String> ids, OutputStream out) throws IOException {
        try (JsonGenerator json = streamedJson.generator(new LineSeparatorEscapes(out))) {
            NdjsonExport export = new NdjsonExport(json, prices.costs());
            for (int from = 0; from < ids.size(); from += SESSIONS_AT_ONCE) {
                List<String> some = ids.subList(from, Math.min(ids.size(), from + SESSIONS_AT_ONCE));
                for (Optional<SessionSnapshot> snapshot : sessions.findWithTraces(some)) {
                    snapshot.ifPresent(session -> write(session, export));
                }
            }
        }
    }

    private void write(SessionSnapshot snapshot, NdjsonExport export) {
        export.session(snapshot.session(), sessions.metadata(snapshot));
        traces.forEach(snapshot, export::event);
    }
}
