/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.export;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.JsonReader;
import dev.agentlens.common.json.MalformedJsonException;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.edge.error.ApiException;
import dev.agentlens.query.session.SessionIds;
import java.util.ArrayList;
import java.util.List;

/** Body of POST /sessions/export: session ids of legal form. */
record BulkExportRequest(List<String> sessionIds) {

    private static final int MAX_SESSIONS = 200;

    /** @throws ApiException 400, saying what is wrong */
    static BulkExportRequest parse(byte[] body) {
        List<RawJson> elements = elements(body);
        if (elements.isEmpty() || elements.size() > MAX_SESSIONS) {
            throw ApiException.badRequest(
                    "sessions must have 1 to " + MAX_SESSIONS + " session ids, not " + elements.size());
        }
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            String id = elements.get(i).string();
            if (id == null) {
                throw ApiException.badRequest("sessions[" + i + "] must be a string, not "
                        + elements.get(i).kind().described());
            }
            ids.add(SessionIds.legal(id));
        }
        return new BulkExportRequest(ids);
    }

    private static List<RawJson> elements(byte[] body) {
        try {
            return JsonReader.read(body, reader -> {
                if (reader.kind() != JsonKind.OBJECT) {
                    throw ApiException.badRequest("The body must be a JSON object with sessions, not "
                            + reader.kind().described());
                }
                RawJson sessions = reader.fields().get("sessions");
                if (sessions == null || sessions.kind() != JsonKind.ARRAY) {
                    throw ApiException.badRequest("sessions must be an array of session ids, not "
                            + (sessions == null ? JsonKind.NULL : sessions.kind()).described());
                }
                return sessions.elements();
            });
        } catch (MalformedJsonException e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
