/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.check;

import dev.agentlens.e2e.oracle.Oracle;
import dev.agentlens.e2e.oracle.SessionFold;
import dev.agentlens.e2e.violation.Violations;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares GET /sessions from the first page to the last: every session, all its fields, in order. */
final class SessionListCheck {

    /** Fields read from prompts and errors: the oracle does not know their shapes. */
    static final List<String> TEXTS = List.of("title", "first_error");

    private static final int PAGE = 200;

    private final Api api;
    private final Violations violations;

    SessionListCheck(Api api, Violations violations) {
        this.api = api;
        this.violations = violations;
    }

    void compare(Oracle oracle) {
        List<SessionFold> expected = oracle.sessions().stream()
                .sorted(Comparator.comparing(SessionFold::startedAt).reversed().thenComparing(SessionFold::sessionId))
                .toList();
        int place = 0;
        while (place < expected.size() || place == 0) {
            JsonNode page =
                    api.get("/sessions?limit=" + PAGE + "&offset=" + place).json();
            if (page.get("total").longValue() != expected.size()) {
                violations.add(
                        "Every session is listed", expected.size() + " sessions", page.get("total") + " in total");
                return;
            }
            JsonNode sessions = page.get("sessions");
            for (JsonNode session : sessions) {
                compare(expected.get(place++), session);
            }
            if (sessions.isEmpty()) {
                break;
            }
        }
        if (place < expected.size()) {
            violations.add("Every session is listed", expected.size() + " sessions", place + " on the pages");
        }
    }

    private void compare(SessionFold expected, JsonNode found) {
        ObjectNode compared = ((ObjectNode) found).deepCopy().without(TEXTS);
        for (Difference difference : Difference.between(expected.asRead(), compared)) {
            violations.add(
                    "A session is the fold of its events",
                    expected.sessionId() + " " + difference.at() + " = " + difference.expected(),
                    difference.found());
        }
    }
}
