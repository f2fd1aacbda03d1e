/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.compare;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.JsonReader;
import dev.agentlens.common.json.MalformedJsonException;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.edge.error.ApiException;
import dev.agentlens.query.session.SessionIds;
import java.util.Map;

/** Body of POST /sessions/compare: two different session ids of legal form. */
record CompareRequest(String sessionA, String sessionB) {

    /** @throws ApiException 400, saying what is wrong */
    static CompareRequest parse(byte[] body) {
        Map<String, RawJson> fields = fields(body);
        CompareRequest request = new CompareRequest(id(fields, "session_a"), id(fields, "session_b"));
        if (request.sessionA.isEmpty() || request.sessionB.isEmpty()) {
            throw ApiException.badRequest("Both session_a and session_b are required");
        }
        SessionIds.legal(request.sessionA);
        SessionIds.legal(request.sessionB);
        if (request.sessionA.equals(request.sessionB)) {
            throw ApiException.badRequest("Cannot compare a session with itself");
        }
        return request;
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
    private static String id(Map<String, RawJson> fields, String name) {
        RawJson value = fields.get(name);
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
