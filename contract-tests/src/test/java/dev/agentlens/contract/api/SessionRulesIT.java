/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What a session is: a function of the set of its distinct events, whatever their order and batches. */
class SessionRulesIT extends RunningStandalone {

    private static final String NOON = "2026-02-14T12:00:00Z";
    private static final String NOON_PLUS_1 = "2026-02-14T12:00:01Z";
    private static final String NOON_PLUS_2 = "2026-02-14T12:00:02Z";
    private static final String NOON_PLUS_3 = "2026-02-14T12:00:03Z";

    @Autowired
    private MeterRegistry meters;

    private SameEvents sameEvents;

    @BeforeEach
    void seed() {
        sameEvents = new SameEvents(api, 42);
    }

    @Test
    void earliestStartDecidesStartAgentAndMetadata() {
        JsonNode session = sameEvents.agreeOn(List.of(
                step("a", NOON, "agent_name", "agent-of-a-step"),
                start("s2", NOON_PLUS_2, "agent_name", "later", "metadata", Map.of("v", 2)),
                start("s1", NOON_PLUS_1, "agent_name", "earlier", "metadata", Map.of("v", 1)),
                start("s3", NOON_PLUS_3, "agent_name", "latest", "metadata", Map.of("v", 3))));

        assertThat(text(session, "started_at")).isEqualTo(NOON_PLUS_1);
        assertThat(text(session, "agent_name")).isEqualTo("earlier");
        assertThat(session.path("metadata").toString()).isEqualTo("{\"v\":1}");
    }

    @Test
    void ofStartsAtOneTimeTheLowerEventIdDecides() {
        JsonNode session = sameEvents.agreeOn(List.of(
                start("b", NOON, "agent_name", "of-b", "metadata", Map.of("of", "b")),
                start("a", "2026-02-14T13:00:00+01:00", "agent_name", "of-a", "metadata", Map.of("of", "a")),
                start("c", NOON, "agent_name", "of-c", "metadata", Map.of("of", "c"))));

        assertThat(text(session, "agent_name")).isEqualTo("of-a");
        assertThat(session.path("metadata").toString()).isEqualTo("{\"of\":\"a\"}");
    }

    @Test
    void earliestIsMeantByInstantAndNotByText() {
        JsonNode session = sameEvents.agreeOn(List.of(
                start("s1", "2026-02-14T12:00:00.000001Z", "agent_name", "a microsecond late"),
                start("s2", "2026-02-14T23:59:59+12:00", "agent_name", "first"),
                start("s3", "2026-02-14T12:00:00", "agent_name", "without a zone")));

        assertThat(text(session, "agent_name")).isEqualTo("first");
        assertThat(text(session, "started_at")).isEqualTo("2026-02-14T11:59:59Z");
    }

    @Test
    void withoutStartTheEarliestEventDecides() {
        JsonNode session = sameEvents.agreeOn(List.of(
                step("b", NOON_PLUS_1, "agent_name", "second"),
                step("a", NOON, "agent_name", "first", "metadata", Map.of("not", "the session's")),
                step("c", NOON_PLUS_2)));

        assertThat(text(session, "started_at")).isEqualTo(NOON);
        assertThat(text(session, "agent_name")).isEqualTo("first");
        assertThat(session.path("metadata").toString()).isEqualTo("{}");
        assertThat(text(session, "status")).isEqualTo("active");
        assertThat(session.path("ended_at").isNull()).isTrue();
    }

    @Test
    void earliestEventWithoutAgentMakesTheDefaultAgent() {
        JsonNode session = sameEvents.agreeOn(List.of(step("b", NOON_PLUS_1, "agent_name", "second"), step("a", NOON)));

        assertThat(text(session, "agent_name")).isEqualTo("default-agent");
    }

    @Test
    void sessionExistsOnceAnyEventNamesIt() {
        JsonNode session = sameEvents.agreeOn(List.of(end("e", NOON, "status", "error")));

        assertThat(text(session, "started_at")).isEqualTo(NOON);
        assertThat(text(session, "ended_at")).isEqualTo(NOON);
        assertThat(text(session, "agent_name")).isEqualTo("default-agent");
        assertThat(session.path("total_events").intValue()).isZero();
        assertThat(session.path("events")).isEmpty();
    }

    @Test
    void latestEndDecides() {
        JsonNode session = sameEvents.agreeOn(List.of(
                start("s", NOON),
                end("e1", NOON_PLUS_1, "status", "completed", "total_tokens_in", 100, "total_tokens_out", 100),
                end("e2", NOON_PLUS_3, "status", "timeout", "total_tokens_in", 7),
                end("e3", NOON_PLUS_2, "status", "error", "total_tokens_in", 300, "total_tokens_out", 300),
                step("a", NOON_PLUS_1, "tokens_in", 1, "tokens_out", 2)));

        assertThat(text(session, "ended_at")).isEqualTo(NOON_PLUS_3);
        assertThat(text(session, "status")).isEqualTo("timeout");
        assertTokens(session, 7, 2);
    }

    @Test
    void endedAtStandsAboveTheTimestampOfAnEnd() {
        JsonNode session = sameEvents.agreeOn(List.of(
                end("e1", NOON, "ended_at", NOON_PLUS_2, "status", "error"),
                end("e2", NOON_PLUS_3, "ended_at", NOON_PLUS_1, "status", "timeout"),
                event("session_end", "e3", "ended_at", "2026-02-14T12:00:02.500000", "status", "completed")));

        assertThat(text(session, "ended_at")).isEqualTo("2026-02-14T12:00:02.500Z");
        assertThat(text(session, "status")).isEqualTo("completed");
    }

    @Test
    void ofEndsAtOneTimeTheHigherEventIdDecides() {
        JsonNode session = sameEvents.agreeOn(List.of(
                start("s", NOON),
                end("b", NOON_PLUS_1, "status", "error", "total_tokens_in", 2),
                end("c", NOON_PLUS_1, "status", "timeout", "total_tokens_in", 3),
                end("a", NOON_PLUS_1, "status", "completed", "total_tokens_in", 1)));

        assertThat(text(session, "status")).isEqualTo("timeout");
        assertTokens(session, 3, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"completed\"', completed",
        "'\"error\"', error",
        "'\"timeout\"', timeout",
        "'\"failed\"', error",
        "'\"Success\"', completed",
        "'\"TimedOut\"', timeout",
        "'\"active\"', completed",
        "'\"ERROR\"', error",
        "'\"\"', completed",
        "42, completed",
        "null, completed",
        "'{\"a\":1}', completed"
    })
    void statusOfAnEnd(String declared, String status) {
        String session = Api.newSession("rules");
        api.accept(List.of(SameEvents.in(session, end("e", NOON, "status", Json.read(declared)))));

        assertThat(text(api.session(session), "status")).isEqualTo(status);
        assertThat(listedWith(status)).contains(session);
    }

    @Test
    void endWithoutStatusMeansCompleted() {
        assertThat(text(sameEvents.agreeOn(List.of(end("e", NOON))), "status")).isEqualTo("completed");
    }

    @Test
    void laterOrdinaryEventDoesNotReopenASession() {
        String session = Api.newSession("rules");
        api.accept(List.of(
                SameEvents.in(session, start("s", NOON)),
                SameEvents.in(session, end("e", NOON_PLUS_1, "status", "error", "total_tokens_in", 5))));
        assertThat(listedWith("error")).contains(session);

        api.accept(List.of(SameEvents.in(session, step("late", NOON_PLUS_3, "tokens_in", 50, "tokens_out", 1))));

        JsonNode after = api.session(session);
        assertThat(text(after, "status")).isEqualTo("error");
        assertThat(text(after, "ended_at")).isEqualTo(NOON_PLUS_1);
        assertThat(after.path("total_events").intValue()).isEqualTo(1);
        assertTokens(after, 5, 1);
        assertThat(listedWith("active")).doesNotContain(session);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 6, 60", "9, 0, 9, 60", "0, 9, 6, 9", "9, 99, 9, 99", "1, 1, 1, 1"})
    void declaredTotalAboveZeroStandsForTheSum(int declaredIn, int declaredOut, int in, int out) {
        JsonNode session = sameEvents.agreeOn(List.of(
                start("s", NOON),
                step("a", NOON, "tokens_in", 1, "tokens_out", 10),
                step("b", NOON_PLUS_1, "tokens_in", 2, "tokens_out", 20),
                step("late", NOON_PLUS_3, "tokens_in", 3, "tokens_out", 30),
                end("e", NOON_PLUS_2, "total_tokens_in", declaredIn, "total_tokens_out", declaredOut)));

        assertTokens(session, in, out);
    }

    @Test
    void startAndEndAreNoOrdinaryEvents() {
        JsonNode before = api.analytics();
        String session = Api.newSession("rules");
        String other = Api.newSession("rules");
        api.accept(List.of(
                SameEvents.in(session, start("s", NOON, "model", "rules-model", "tokens_in", 1000)),
                SameEvents.in(session, step("a", NOON_PLUS_1, "tokens_in", 1)),
                SameEvents.in(session, end("e", NOON_PLUS_2, "model", "rules-model", "tokens_in", 1000)),
                SameEvents.in(other, start("s", NOON))));

        assertThat(Json.elements(api.session(session).path("events")))
                .extracting(event -> text(event, "event_id"))
                .containsExactly("a");
        assertTokens(api.session(session), 1, 0);
        assertThat(api.session(session).path("total_events").intValue()).isEqualTo(1);
        for (String format : List.of("json", "csv", "ndjson")) {
            assertThat(api.export(session, format)).doesNotContain("session_start", "session_end", "rules-model");
        }
        assertThat(api.explanation(session)).contains("**Step 1:**").doesNotContain("**Step 2:**", "session_");
        JsonNode side = api.compare(session, other).path("session_a");
        assertThat(side.path("event_count").intValue()).isEqualTo(1);
        assertThat(side.path("event_types").toString()).isEqualTo("{\"generic\":1}");
        assertThat(side.path("models").toString()).isEqualTo("{}");
        JsonNode after = api.analytics();
        assertThat(overview(after, "total_events") - overview(before, "total_events"))
                .isEqualTo(1);
        assertThat(overview(after, "total_sessions") - overview(before, "total_sessions"))
                .isEqualTo(2);
        assertThat(after.path("event_types").toString()).doesNotContain("\"session_start\"", "\"session_end\"");
        assertThat(after.path("model_usage").toString()).doesNotContain("rules-model");
    }

    @Test
    void duplicatesCountOnceWithinABatchAndAcrossBatches() {
        String session = Api.newSession("rules");
        List<Map<String, Object>> events = List.of(
                SameEvents.in(session, start("s", NOON)),
                SameEvents.in(session, step("a", NOON, "tokens_in", 3, "duration_ms", 0.1)),
                SameEvents.in(session, end("e", NOON_PLUS_1)));
        api.accept(events);
        String first = api.get("/sessions/" + session).body();
        double duplicates = counted("duplicate");
        double projected = counted("projected");
        double conflicts = counted("conflict");

        List<Map<String, Object>> twice = new ArrayList<>(events);
        twice.addAll(events);
        api.accept(twice);

        assertThat(api.get("/sessions/" + session).body()).isEqualTo(first);
        assertThat(counted("duplicate") - duplicates).isEqualTo(6);
        assertThat(counted("projected") - projected).isZero();
        assertThat(counted("conflict") - conflicts).isZero();
    }

    @Test
    void ofTwoEventsWithOneIdentityTheFirstInTheLogCounts() {
        String session = Api.newSession("rules");
        Map<String, Object> first = SameEvents.in(session, step("a", NOON, "tokens_in", 3, "model", "first"));
        Map<String, Object> second = SameEvents.in(session, step("a", NOON_PLUS_1, "tokens_in", 5, "model", "second"));
        double conflicts = counted("conflict");
        api.accept(List.of(first, second));
        String once = api.get("/sessions/" + session).body();
        api.accept(List.of(second));

        assertThat(api.get("/sessions/" + session).body()).isEqualTo(once);
        JsonNode read = api.session(session);
        assertTokens(read, 3, 0);
        assertThat(read.path("events")).hasSize(1);
        assertThat(text(read.path("events").path(0), "model")).isEqualTo("first");
        assertThat(counted("conflict") - conflicts).isEqualTo(2);
    }

    @Test
    void startAndEndWithoutIdOrTimeAreRecognisedWhenResent() {
        String session = Api.newSession("rules");
        List<Map<String, Object>> bare = List.of(
                Map.of("session_id", session, "event_type", "session_start", "agent_name", "bare"),
                Map.of("session_id", session, "event_type", "session_end", "total_tokens_in", 4));
        api.accept(bare);
        String once = api.get("/sessions/" + session).body();
        double duplicates = counted("duplicate");
        api.accept(bare);

        assertThat(api.get("/sessions/" + session).body()).isEqualTo(once);
        assertThat(counted("duplicate") - duplicates).isEqualTo(2);
    }

    @Test
    void idempotencyKeyMakesAResentBatchTheSameBatch() {
        String session = Api.newSession("rules");
        Map<String, Object> batch = Map.of(
                "events",
                List.of(Map.of("session_id", session, "tokens_in", 1), Map.of("session_id", session, "tokens_in", 1)));
        for (String key : List.of("first", "first", "second", "first")) {
            api.post("/events", batch, "Idempotency-Key", session + key).is(200);
        }

        assertTokens(api.session(session), 4, 0);
    }

    @Test
    void conflictOfTypeDoesNotTurnAStepIntoAnEnd() {
        String session = Api.newSession("rules");
        api.accept(List.of(SameEvents.in(session, step("a", NOON))));
        api.accept(List.of(SameEvents.in(session, end("a", NOON_PLUS_1, "status", "error"))));

        assertThat(text(api.session(session), "status")).isEqualTo("active");
        assertThat(api.session(session).path("events")).hasSize(1);
    }

    @Test
    void twoSessionsMayUseTheSameEventId() {
        String one = Api.newSession("rules");
        String two = Api.newSession("rules");
        api.accept(List.of(
                SameEvents.in(one, step("same", NOON, "tokens_in", 1)),
                SameEvents.in(two, step("same", NOON, "tokens_in", 2))));

        assertTokens(api.session(one), 1, 0);
        assertTokens(api.session(two), 2, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"session_id\":null}", "{\"session_id\":\"\"}"})
    void eventWithoutSessionBelongsToUnknown(String fields) {
        Map<String, Object> event = new LinkedHashMap<>();
        Json.read(fields).properties().forEach(field -> event.put(field.getKey(), field.getValue()));
        event.put("event_id", Api.newSession("event"));
        api.accept(List.of(event));

        JsonNode read = Json.elements(api.session("unknown").path("events")).stream()
                .filter(one -> text(one, "event_id").equals(event.get("event_id")))
                .findFirst()
                .orElseThrow();
        assertThat(text(read, "session_id")).isEqualTo("unknown");
        assertThat(text(read, "event_type")).isEqualTo("generic");
    }

    @Test
    void errorsAreTheEventsOfThreeTypes() {
        String session = Api.newSession("rules");
        String other = Api.newSession("rules");
        List<Map<String, Object>> events = new ArrayList<>();
        for (String type : List.of("error", "agent_error", "tool_error", "errors", "Error", "llm_error", "generic")) {
            events.add(SameEvents.in(session, event(type, type, "timestamp", NOON, "status", "error")));
        }
        events.add(SameEvents.in(other, step("a", NOON)));
        api.accept(events);

        assertThat(api.compare(session, other)
                        .path("session_a")
                        .path("error_count")
                        .intValue())
                .isEqualTo(3);
        assertThat(api.explanation(session)).contains("0 LLM call(s), 0 tool call(s), 3 error(s)");
        assertThat(text(api.session(session), "status")).isEqualTo("active");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tool_", ""})
    void toolCallMayUseEitherSetOfNames(String prefix) {
        String session = Api.newSession("rules");
        String other = Api.newSession("rules");
        Map<String, Object> call = new LinkedHashMap<>();
        call.put(prefix + "name", "search");
        call.put(prefix + "input", Map.of("q", "x"));
        call.put(prefix + "output", List.of(1, 2));
        api.accept(List.of(
                SameEvents.in(session, event("tool_call", "t", "timestamp", NOON, "tool_call", call)),
                SameEvents.in(other, step("a", NOON))));

        assertThat(api.explanation(session))
                .contains("The agent called the **search** tool.", "{\"q\":\"x\"}", "[1,2]");
        assertThat(api.export(session, "csv")).contains(",search,\"{\"\"q\"\":\"\"x\"\"}\",\"[1,2]\",");
        assertThat(api.compare(session, other).path("session_a").path("tools").toString())
                .isEqualTo("{\"search\":{\"calls\":1,\"total_duration\":0}}");
    }

    @Test
    void traceIsInOrderOfTimeAndAtOneTimeInOrderOfTheLog() {
        String session = Api.newSession("rules");
        api.accept(List.of(SameEvents.in(session, step("z", NOON)), SameEvents.in(session, step("last", NOON_PLUS_1))));
        api.accept(List.of(
                SameEvents.in(session, step("a", "2026-02-14T14:00:00+02:00")),
                SameEvents.in(session, step("first", "2026-02-14T11:59:59.999999Z"))));
        api.accept(List.of(SameEvents.in(session, step("m", "2026-02-14T12:00:00.000000"))));

        assertThat(Json.elements(api.session(session).path("events")))
                .extracting(event -> text(event, "event_id"))
                .containsExactly("first", "z", "a", "m", "last");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomSessionsAreWhatTheRulesSay(long seed) {
        List<Map<String, Object>> events = RandomEvents.of(seed);

        JsonNode session = new SameEvents(api, seed).agreeOn(events);

        assertThat(RandomEvents.figures(session)).isEqualTo(RandomEvents.expected(events));
    }

    private List<String> listedWith(String status) {
        List<String> ids = new ArrayList<>();
        for (int offset = 0; ; offset += 200) {
            JsonNode page = api.get("/sessions?limit=200&status=" + status + "&offset=" + offset)
                    .json();
            Json.elements(page.path("sessions")).forEach(session -> ids.add(text(session, "session_id")));
            if (ids.size() >= page.path("total").intValue()
                    || page.path("sessions").isEmpty()) {
                return ids;
            }
        }
    }

    private double counted(String outcome) {
        return meters.get("agentlens.projector.events")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static long overview(JsonNode analytics, String figure) {
        return analytics.path("overview").path(figure).longValue();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).stringValue();
    }

    private static void assertTokens(JsonNode session, long in, long out) {
        assertThat(session.path("total_tokens_in").longValue()).isEqualTo(in);
        assertThat(session.path("total_tokens_out").longValue()).isEqualTo(out);
    }

    private static Map<String, Object> start(String id, String timestamp, Object... fields) {
        return at(timestamp, event("session_start", id, fields));
    }

    private static Map<String, Object> end(String id, String timestamp, Object... fields) {
        return at(timestamp, event("session_end", id, fields));
    }

    private static Map<String, Object> step(String id, String timestamp, Object... fields) {
        return at(timestamp, event("generic", id, fields));
    }

    private static Map<String, Object> at(String timestamp, Map<String, Object> event) {
        event.put("timestamp", timestamp);
        return event;
    }

    /** @param fields names and values in turn */
    static Map<String, Object> event(String type, String id, Object... fields) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event_type", type);
        event.put("event_id", id);
        for (int i = 0; i < fields.length; i += 2) {
            event.put((String) fields[i], fields[i + 1]);
        }
        return event;
    }
}
