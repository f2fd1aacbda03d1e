/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.check;

import dev.agentlens.e2e.json.Json;
import dev.agentlens.e2e.load.Batch;
import dev.agentlens.e2e.load.ClientRefs;
import dev.agentlens.e2e.load.Cohort;
import dev.agentlens.e2e.load.History;
import dev.agentlens.e2e.load.SentEvent;
import dev.agentlens.e2e.oracle.ExpectedEvent;
import dev.agentlens.e2e.oracle.SessionFold;
import dev.agentlens.e2e.violation.Violations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares complete traces: each acknowledged event once, every field of it, in order. */
final class TraceCheck {

    private final Api api;
    private final History history;
    private final Violations violations;
    private final LongAdder traces = new LongAdder();
    private final LongAdder orderedPairs = new LongAdder();

    TraceCheck(Api api, History history, Violations violations) {
        this.api = api;
        this.history = history;
        this.violations = violations;
    }

    /** An expected event and where it was sent. */
    record Item(long cohort, int batch, int index, ExpectedEvent event) {}

    /** The expected ordinary events of a session by their {@link SentEvent#ref}. */
    static final class Session {
        private final SessionFold fold;
        private final Map<String, Item> items = new LinkedHashMap<>();

        Session(String sessionId) {
            fold = new SessionFold(sessionId);
        }

        SessionFold fold() {
            return fold;
        }

        private void add(String ref, Item item) {
            fold.add(item.event());
            if (item.event().isOrdinary()) {
                items.put(ref, item);
            }
        }
    }

    /** Adds what {@code cohort} sent to its sessions. */
    static void collect(Cohort cohort, Map<String, Session> sessions) {
        for (Batch batch : cohort.batches()) {
            for (int index = 0; index < batch.events().size(); index++) {
                SentEvent sent = batch.events().get(index);
                if (sent.acceptable()) {
                    ExpectedEvent event = ExpectedEvent.of(Json.parse(sent.json()));
                    sessions.computeIfAbsent(event.sessionId(), Session::new)
                            .add(sent.ref(), new Item(cohort.number(), batch.index(), index, event));
                }
            }
        }
    }

    /** Reads the session and compares it with what is expected of it. */
    void compare(Session session) {
        String id = session.fold.sessionId();
        Api.Answer answer = api.get("/sessions/" + id);
        if (answer.status() != 200) {
            violations.add(
                    "Nothing acknowledged is missing", "session " + id, answer.status() + " on GET /sessions/" + id);
            return;
        }
        traces.increment();
        JsonNode read = answer.json();
        ObjectNode expected = session.fold.asRead();
        expected.put("total_events", session.fold.events());
        ObjectNode head = ((ObjectNode) read).deepCopy();
        JsonNode events = head.remove("events");
        head.remove(SessionListCheck.TEXTS);
        for (Difference difference : Difference.between(expected, head)) {
            violations.add(
                    "A session is the fold of its events",
                    id + " " + difference.at() + " = " + difference.expected(),
                    difference.found());
        }
        compareEvents(session, events);
    }

    private void compareEvents(Session session, JsonNode events) {
        String id = session.fold.sessionId();
        Map<String, Item> missing = new HashMap<>(session.items);
        List<Item> found = new ArrayList<>();
        for (JsonNode event : events) {
            String ref = ClientRefs.of(event);
            Item item = missing.remove(ref);
            if (item == null) {
                boolean twice = session.items.containsKey(ref);
                violations.add(
                        twice ? "Nothing is counted twice" : "Nothing is in a trace that was not acknowledged",
                        "session " + id + " without" + (twice ? " a second " : " ") + ref,
                        event.toString());
            } else {
                compareEvent(id, ref, item, event);
                found.add(item);
            }
        }
        missing.forEach((ref, item) -> violations.add(
                "Nothing acknowledged is missing", "event " + ref + " in session " + id, "a trace without it"));
        compareOrder(id, found);
    }

    private void compareEvent(String session, String ref, Item item, JsonNode read) {
        ObjectNode found = ((ObjectNode) read).deepCopy();
        if (item.event().givenId() == null) {
            found.remove("event_id");
        }
        for (Difference difference : Difference.between(item.event().asRead(), found)) {
            violations.add(
                    "An event comes back as it was sent",
                    session + " " + ref + " " + difference.at() + " = " + difference.expected(),
                    difference.found());
        }
    }

    private void compareOrder(String session, List<Item> found) {
        int from = 0;
        for (int i = 1; i < found.size(); i++) {
            Instant before = found.get(i - 1).event().timestamp();
            Instant now = found.get(i).event().timestamp();
            if (now.isBefore(before)) {
                violations.add("A trace is ordered by time", session + ": " + now + " first", before + " before it");
            }
            if (!now.equals(before)) {
                from = i;
            }
            for (int earlier = from; earlier < i; earlier++) {
                comparePair(session, found.get(earlier), found.get(i));
            }
        }
    }

    /** Equal timestamps: in the order of the log, as far as the client can know it. */
    private void comparePair(String session, Item first, Item second) {
        Boolean inOrder = isKnownOrder(first, second);
        if (inOrder == null) {
            return;
        }
        orderedPairs.increment();
        if (!inOrder) {
            violations.add(
                    "Events of one time are in the order of the log",
                    session + ": " + second + " first",
                    first + " before it");
        }
    }

    private @Nullable Boolean isKnownOrder(Item first, Item second) {
        if (first.cohort() == second.cohort() && first.batch() == second.batch()) {
            return history.isWrittenInOrder(first.cohort(), first.batch()) ? first.index() < second.index() : null;
        }
        if (history.isBefore(first.cohort(), first.batch(), second.cohort(), second.batch())) {
            return true;
        }
        return history.isBefore(second.cohort(), second.batch(), first.cohort(), first.batch()) ? false : null;
    }

    /** Compared so far. */
    long traces() {
        return traces.sum();
    }

    /** Pairs of events with one time whose order the client could know, compared so far. */
    long orderedPairs() {
        return orderedPairs.sum();
    }
}
