/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.conversation;

import dev.agentlens.query.cache.ReadKey;
import dev.agentlens.query.conversation.ConversationMessage.Place;
import dev.agentlens.query.http.StreamedJson;
import dev.agentlens.query.http.StreamingResponse;
import dev.agentlens.query.http.StreamingResponses;
import dev.agentlens.query.http.UnknownParameters;
import dev.agentlens.query.session.EventFilter;
import dev.agentlens.query.session.PageQuery;
import dev.agentlens.query.session.SessionIds;
import dev.agentlens.query.session.SessionReader;
import dev.agentlens.query.session.SessionSnapshot;
import dev.agentlens.query.session.TracePosition;
import dev.agentlens.query.session.TraceReader;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/** GET /sessions/:id/conversation. */
@RestController
class ConversationController {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    private static final Set<String> PARAMETERS = Set.of("limit", ConversationCursor.PARAMETER);

    private final SessionReader sessions;
    private final TraceReader traces;
    private final StreamingResponses responses;
    private final StreamedJson streamedJson;

    ConversationController(
            SessionReader sessions, TraceReader traces, StreamingResponses responses, StreamedJson streamedJson) {
        this.sessions = sessions;
        this.traces = traces;
        this.responses = responses;
        this.streamedJson = streamedJson;
    }

    @GetMapping("/sessions/{sessionId}/conversation")
    Mono<Void> conversation(
            @PathVariable String sessionId,
            @RequestParam MultiValueMap<String, String> parameters,
            ServerHttpResponse response) {
        String limit = parameters.getFirst("limit");
        String cursor = parameters.getFirst(ConversationCursor.PARAMETER);
        List<String> warnings = UnknownParameters.warnings(parameters.keySet(), PARAMETERS);
        ReadKey key = ReadKey.ofSession(sessionId, "conversation", limit, cursor, String.join("\n", warnings));
        return responses.send(response, key, () -> {
            String id = SessionIds.legal(sessionId);
            long messages = PageQuery.limit(limit, DEFAULT_LIMIT, MAX_LIMIT);
            ConversationCursor after = cursor == null || cursor.isEmpty() ? null : ConversationCursor.read(cursor, id);
            SessionSnapshot snapshot = after == null ? sessions.requireWithTrace(id) : sessions.require(id);
            return StreamingResponse.json(out -> write(snapshot, after, messages, warnings, out));
        });
    }

    private void write(
            SessionSnapshot snapshot,
            @Nullable ConversationCursor after,
            long limit,
            List<String> warnings,
            OutputStream out) {
        try (JsonGenerator json = streamedJson.generator(out)) {
            json.writeStartObject();
            json.writeStringProperty("session_id", snapshot.sessionId());
            json.writeArrayPropertyStart("messages");
            ConversationPage page = new ConversationPage(
                    after == null ? null : after.place(), limit, message -> ConversationJson.write(json, message));
            boolean ofModelCalls = after == null ? hasModelMessages(snapshot) : after.ofModelCalls();
            read(snapshot, ofModelCalls, after, page);
            json.writeEndArray();
            Place next = page.next();
            if (next == null) {
                json.writeNullProperty("next_cursor");
            } else {
                json.writeStringProperty(
                        "next_cursor", new ConversationCursor(snapshot.sessionId(), ofModelCalls, next).text());
            }
            UnknownParameters.write(json, warnings);
            json.writeEndObject();
        }
    }

    /** In most sessions, the first such event already has messages. */
    private boolean hasModelMessages(SessionSnapshot snapshot) {
        boolean[] found = {false};
        traces.visit(snapshot, TracePosition.START, EventFilter.CALLS, event -> {
            found[0] = Conversation.hasModelMessages(event);
            return !found[0];
        });
        return found[0];
    }

    private void read(
            SessionSnapshot snapshot, boolean ofModelCalls, @Nullable ConversationCursor after, ConversationPage page) {
        TracePosition from = after == null ? TracePosition.START : after.place().replayFrom();
        Conversation conversation = new Conversation(ofModelCalls, from);
        EventFilter filter = ofModelCalls ? EventFilter.CALLS : EventFilter.NONE;
        boolean[] room = {true};
        traces.visit(snapshot, from, filter, event -> room[0] = page.add(conversation.next(event)));
        if (room[0]) {
            page.add(conversation.end());
        }
    }
}
