/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.compare;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.JsonReader;
import dev.agentlens.common.json.MalformedJsonException;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.edge.error.ApiException;
import dev.agentlens.query.session.SessionIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Body of POST /sessions/compare: different session ids of legal form, of which the first is the baseline.
 *
 * @param isGroup whether they came as {@code sessions}; else as {@code session_a} and {@code session_b}
 */
record CompareRequest(List<String> sessionIds, boolean isGroup) {

    private static final int MAX_SESSIONS = 10;

    /** @throws ApiException 400, saying what is wrong */
    static CompareRequest parse(byte[] body) {
        Map<String, RawJson> fields = fields(body);
        RawJson sessions = fields.get("sessions");
        // Clients generated from the OpenAPI document send an empty list if no list was set.
        boolean isGroup = sessions != null
                && !sessions.isNull()
                && !(sessions.kind() == JsonKind.ARRAY && sessions.elements().isEmpty());
        List<String> ids = isGroup
                ? group(sessions)
                : List.of(id("session_a", fields.get("session_a")), id("session_b", fields.get("session_b")));
        if (!isGroup && ids.contains("")) {
            throw ApiException.badRequest("Both session_a and session_b are required");
        }
        ids.forEach(SessionIds::legal);
        if (Set.copyOf(ids).size() < ids.size()) {
            throw ApiException.badRequest("Cannot compare a session with itself");
        }
        return new CompareRequest(ids, isGroup);
    }

    private static List<String> group(@Nullable RawJson sessions) {
        if (sessions == null || sessions.kind() != JsonKind.ARRAY) {
            throw ApiException.badRequest("sessions must be an array of session ids, not "
                    + (sessions == null ? JsonKind.NULL : sessions.kind()).described());
        }
        List<RawJson> elements = sessions.elements();
        if (elements.size() < 2 || elements.size() > MAX_SESSIONS) {
            throw ApiException.badRequest(
                    "sessions must have 2 to " + MAX_SESSIONS + " session ids, not " + elements.size());
        }
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            ids.add(id("sessions[" + i + "]", elements.get(i)));
        }
        return ids;
    }

    private static Map<String, RawJson> fields(byte[] body) {
        try {
            return JsonReader.read(body, reader -> {
                if (reader.kind() != JsonKind.OBJECT) {
                    throw ApiException.badRequest("The body must be a JSON object with session_a and session_b, not "
                            + reader.kind().described());
                }
                return reader.fields();
            });
        } catch (MalformedJsonException e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    /** Empty where it is missing. */
    private static String id(String name, @Nullable RawJson value) {
        if (value == null || value.isNull()) {
            return "";
        }
        String id = value.string();
        if (id == null) {
            throw ApiException.badRequest(
                    name + " must be a string, not " + value.kind().described());
        }
        return id;
    }
}
