/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.analytics;

import dev.agentlens.query.cache.ReadKey;
import dev.agentlens.query.http.StreamedJson;
import dev.agentlens.query.http.StreamingResponse;
import dev.agentlens.query.http.StreamingResponses;
import dev.agentlens.query.http.UnknownParameters;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/** GET /analytics. */
@RestController
class AnalyticsController {

    private final AnalyticsReader reader;
    private final StreamingResponses responses;
    private final StreamedJson streamedJson;

    AnalyticsController(AnalyticsReader reader, StreamingResponses responses, StreamedJson streamedJson) {
        this.reader = reader;
        this.responses = responses;
        this.streamedJson = streamedJson;
    }

    @GetMapping(path = "/analytics", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Void> analytics(@RequestParam Map<String, String> parameters, ServerHttpResponse response) {
        ReadKey key = ReadKey.ofAllSessions("analytics", new TreeMap<>(parameters).toString());
        return responses.send(response, key, () -> {
            List<String> warnings = UnknownParameters.warnings(parameters.keySet(), AnalyticsQuery.NAMES);
            AnalyticsQuery query = AnalyticsQuery.of(parameters);
            AnalyticsResponse analytics = reader.read(query, warnings);
            return StreamingResponse.json(out -> {
                try (JsonGenerator json = streamedJson.generator(out)) {
                    json.writePOJO(analytics);
                }
            });
        });
    }
}
