/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.export;

import dev.agentlens.query.cache.ReadKey;
import dev.agentlens.query.http.StreamedJson;
import dev.agentlens.query.http.StreamingResponse;
import dev.agentlens.query.http.StreamingResponses;
import dev.agentlens.query.prices.CurrentPrices;
import dev.agentlens.query.prices.EventCosts;
import dev.agentlens.query.session.SessionIds;
import dev.agentlens.query.session.SessionReader;
import dev.agentlens.query.session.SessionSnapshot;
import dev.agentlens.query.session.TraceReader;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/** GET /sessions/:id/export. */
@RestController
class ExportController {

    private final SessionReader sessions;
    private final TraceReader traces;
    private final CurrentPrices prices;
    private final StreamingResponses responses;
    private final StreamedJson streamedJson;
    private final Clock clock = Clock.systemUTC();

    ExportController(
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

    @GetMapping("/sessions/{sessionId}/export")
    Mono<Void> export(
            @PathVariable String sessionId,
            @RequestParam(required = false) @Nullable String format,
            @RequestParam(required = false) @Nullable String bom,
            ServerHttpResponse response) {
        ExportFormat wanted = ExportFormat.named(format);
        boolean byteOrderMark = ExportFormat.byteOrderMark(bom);
        Callable<StreamingResponse> prepare = () -> {
            SessionSnapshot snapshot = sessions.requireWithTrace(SessionIds.legal(sessionId));
            return new StreamingResponse(
                    wanted.contentType(),
                    wanted.fileName(snapshot.session()),
                    out -> write(wanted, byteOrderMark, snapshot, out));
        };
        // JSON says when it was exported.
        return wanted == ExportFormat.JSON
                ? responses.send(response, prepare)
                : responses.send(response, ReadKey.ofSession(sessionId, "export", wanted.name(), bom), prepare);
    }

    private void write(ExportFormat format, boolean byteOrderMark, SessionSnapshot snapshot, OutputStream out)
            throws IOException {
        EventCosts costs = prices.costs();
        switch (format) {
            case CSV -> {
                try (CsvExport csv = new CsvExport(out, byteOrderMark, costs)) {
                    traces.forEach(snapshot, csv::row);
                }
            }
            case JSON -> {
                try (JsonGenerator json = streamedJson.generator(out)) {
                    JsonExport export = new JsonExport(json, costs);
                    export.begin(snapshot.session(), sessions.metadata(snapshot), clock.instant());
                    traces.forEach(snapshot, export::event);
                    export.end(snapshot.session());
                }
            }
            case NDJSON -> {
                try (JsonGenerator json = streamedJson.generator(new LineSeparatorEscapes(out))) {
                    NdjsonExport export = new NdjsonExport(json, costs);
                    export.session(snapshot.session(), sessions.metadata(snapshot));
                    traces.forEach(snapshot, export::event);
                }
            }
        }
    }
}
