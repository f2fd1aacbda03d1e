/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.search;

import dev.agentlens.query.cache.ReadKey;
import dev.agentlens.query.http.StreamedJson;
import dev.agentlens.query.http.StreamingResponse;
import dev.agentlens.query.http.StreamingResponses;
import dev.agentlens.query.http.UnknownParameters;
import dev.agentlens.query.session.CursorText;
import dev.agentlens.query.session.PageQuery;
import dev.agentlens.query.session.Session;
import dev.agentlens.query.session.SessionJson;
import dev.agentlens.query.session.SessionReader;
import dev.agentlens.query.session.SizedChunks;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/** GET /sessions. */
@RestController
class SessionListController {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;
    private static final long MAX_CHUNK_BYTES = 256 * 1024;
    private static final Set<String> PAGING = Set.of("limit", "offset", "cursor");
    private static final Set<String> KNOWN = Stream.of(
                    PAGING, SessionQuery.NAMES, Set.of(SessionQuery.METADATA + "KEY"))
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private final SessionList list;
    private final SessionSearch search;
    private final SessionReader sessions;
    private final StreamingResponses responses;
    private final StreamedJson streamedJson;

    SessionListController(
            SessionList list,
            SessionSearch search,
            SessionReader sessions,
            StreamingResponses responses,
            StreamedJson streamedJson) {
        this.list = list;
        this.search = search;
        this.sessions = sessions;
        this.responses = responses;
        this.streamedJson = streamedJson;
    }

    @GetMapping("/sessions")
    Mono<Void> list(@RequestParam Map<String, String> parameters, ServerHttpResponse response) {
        ReadKey key = ReadKey.ofAllSessions("list", new TreeMap<>(parameters).toString());
        return responses.send(response, key, () -> {
            Map<String, String> given = new TreeMap<>();
            Set<String> unknown = new TreeSet<>();
            parameters.forEach((name, value) -> {
                if (SessionQuery.NAMES.contains(name) || name.startsWith(SessionQuery.METADATA)) {
                    given.put(name, value);
                } else if (!PAGING.contains(name)) {
                    unknown.add(name);
                }
            });
            SessionPage page = page(SessionQuery.of(given), parameters);
            List<String> warnings = UnknownParameters.warnings(unknown, KNOWN);
            return StreamingResponse.json(out -> write(page, warnings, out));
        });
    }

    private SessionPage page(SessionQuery query, Map<String, String> parameters) {
        String offset = parameters.get("offset");
        String cursor = PageQuery.cursor(parameters.get("cursor"), SessionCursor.PARAMETER, offset, "offset");
        int limit = (int) PageQuery.limit(parameters.get("limit"), DEFAULT_LIMIT, MAX_LIMIT);
        if (cursor != null && (query.given().isEmpty() ? isOfSearch(cursor) : !query.isPlain())) {
            SearchCursor after = SearchCursor.read(cursor, query.given());
            return search.page(SessionQuery.of(after.given()), after, limit, 0);
        }
        if (cursor != null) {
            return list.page(SessionCursor.read(cursor, query.given()), limit);
        }
        int skipped = PageQuery.offset(offset);
        return query.isPlain() ? list.page(query.status(), limit, skipped) : search.page(query, null, limit, skipped);
    }

    private static boolean isOfSearch(String cursor) {
        return CursorText.version(cursor) == SearchCursor.VERSION;
    }

    private void write(SessionPage page, List<String> warnings, OutputStream out) {
        try (JsonGenerator json = streamedJson.generator(out)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("sessions");
            for (List<Session> chunk : SizedChunks.of(page.sessions(), Session::metadataBytes, MAX_CHUNK_BYTES)) {
                Map<String, String> metadata = metadata(chunk, page.shortMetadata());
                for (Session session : chunk) {
                    json.writeStartObject();
                    SessionJson.summary(json, session, metadata.getOrDefault(session.sessionId(), "{}"));
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeNumberProperty("total", page.total());
            if (page.atLeast()) {
                json.writeStringProperty("total_is", "at_least");
            }
            if (page.next() != null) {
                json.writeStringProperty("next_cursor", page.next());
            }
            UnknownParameters.write(json, warnings);
            json.writeEndObject();
        }
    }

    /** @param known that of some sessions; the others' is read */
    private Map<String, String> metadata(List<Session> chunk, Map<String, String> known) {
        List<Session> others = chunk.stream()
                .filter(session -> !known.containsKey(session.sessionId()))
                .toList();
        if (others.isEmpty()) {
            return known;
        }
        Map<String, String> all = new HashMap<>(known);
        sessions.metadata(others).forEach(read -> all.put(read.sessionId(), read.metadata()));
        return all;
    }
}
