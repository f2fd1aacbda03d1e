/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.e2e.json.Json;
import dev.agentlens.e2e.oracle.Oracle;
import dev.agentlens.e2e.oracle.SessionFold;
import dev.agentlens.e2e.violation.Violations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares the topic of sessions with the oracle, as a consumer sees it that keeps the state with the greatest version.
 * It may lag behind the tables for a while. After that each session must be there in its current state.
 */
final class SessionsTopicCheck {

    private static final Duration CATCH_UP = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Log log;
    private final Violations violations;

    SessionsTopicCheck(Log log, Violations violations) {
        this.log = log;
        this.violations = violations;
    }

    private record Fault(String expected, String actual) {}

    void compare(Oracle oracle) {
        long giveUp = System.nanoTime() + CATCH_UP.toNanos();
        List<Fault> faults = faults(oracle);
        while (!faults.isEmpty() && System.nanoTime() < giveUp) {
            pause();
            faults = faults(oracle);
        }
        faults.forEach(fault -> violations.add(
                "The topic of sessions ends with each session as it is", fault.expected(), fault.actual()));
    }

    private List<Fault> faults(Oracle oracle) {
        Map<String, ObjectNode> latest = latest();
        List<Fault> faults = new ArrayList<>();
        for (SessionFold session : oracle.sessions()) {
            ObjectNode actual = latest.remove(session.sessionId());
            if (actual == null) {
                faults.add(new Fault("a state of " + session.sessionId(), "none"));
                continue;
            }
            ObjectNode expected = session.documented();
            expected.put("event_count", session.events());
            expected.put("error_count", session.errors());
            for (Difference difference : Difference.between(expected, asRead(actual))) {
                faults.add(new Fault(
                        session.sessionId() + " " + difference.at() + " = " + difference.expected(),
                        difference.found()));
            }
        }
        latest.keySet().forEach(other -> faults.add(new Fault("no session " + other, "a state of it")));
        return faults;
    }

    private static ObjectNode asRead(ObjectNode state) {
        ObjectNode read = state.deepCopy();
        read.remove("version");
        if (!read.has("ended_at")) {
            read.putNull("ended_at");
        }
        return read;
    }

    private Map<String, ObjectNode> latest() {
        Map<String, ObjectNode> latest = new HashMap<>();
        log.forEach(Log.SESSIONS, record -> {
            ObjectNode state = (ObjectNode) Json.parse(record.value());
            latest.merge(
                    new String(record.key(), UTF_8),
                    state,
                    (known, next) -> version(next) >= version(known) ? next : known);
        });
        return latest;
    }

    private static long version(ObjectNode state) {
        return state.path("version").longValue();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the topic of sessions caught up", e);
        }
    }
}
