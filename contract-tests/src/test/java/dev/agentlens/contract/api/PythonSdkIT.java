/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The client that exists: whatever its network does, the figures are those of each event exactly once. */
class PythonSdkIT extends RunningStandalone {

    private static final Instant START = Instant.parse("2026-02-14T10:30:00.123456Z");

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.8})
    void failuresOfTheNetworkLeaveEachEventExactlyOnce(double failures) {
        String session = Api.newSession("sdk");
        PythonSdk sdk = new PythonSdk(api, 7, failures);
        int steps = 147;

        recordRun(sdk, session, steps, Map.of());
        sdk.flush();

        assertThat(sdk.dropped()).isZero();
        assertRun(session, steps, 3L * steps, 2L * steps);
    }

    @Test
    void reversedBatchesMakeTheSameSession() {
        String session = Api.newSession("sdk");
        PythonSdk sdk = new PythonSdk(api, 8, 0.5).reversed();

        recordRun(sdk, session, 58, Map.of());
        sdk.flush();

        assertRun(session, 58, 3 * 58, 2 * 58);
    }

    @Test
    void wholeBufferAfterAnOutageArrivesAtOnceAndAgain() {
        String session = Api.newSession("sdk");
        int steps = PythonSdk.BUFFER - 2;
        for (int sent = 0; sent < 2; sent++) {
            PythonSdk sdk = new PythonSdk(api, 9, 0);
            recordRun(sdk, session, steps, Map.of());
            sdk.flushAfterOutage();
            assertThat(sdk.dropped()).isZero();
        }

        await().until(() -> api.session(session).path("status").stringValue().equals("completed"));
        assertRun(session, steps, 3L * steps, 2L * steps);
    }

    @Test
    void totalsDeclaredWithTheLastEventsAreFinal() {
        String session = Api.newSession("sdk");
        PythonSdk sdk = new PythonSdk(api, 10, 0.5);

        recordRun(sdk, session, 8, Map.of("total_tokens_in", 24, "total_tokens_out", 17));
        sdk.flush();
        assertRun(session, 8, 24, 17);

        // Stragglers of another thread.
        sdk.record(PythonSdk.event(
                session, "llm_call", "event_id", "late", "timestamp", zulu(at(3)), "tokens_in", 5, "tokens_out", 5));
        sdk.flush();
        assertThat(api.session(session).path("total_tokens_in").longValue()).isEqualTo(24);
        assertThat(api.session(session).path("total_tokens_out").longValue()).isEqualTo(17);
        assertThat(api.session(session).path("total_events").intValue()).isEqualTo(9);
    }

    @Test
    void bothFormsOfTimestampsStandInOneOrder() {
        String session = Api.newSession("sdk");
        PythonSdk sdk = new PythonSdk(api, 11, 0.5).reversed();

        recordRun(sdk, session, 30, Map.of());
        sdk.flush();

        JsonNode read = api.session(session);
        assertThat(Json.elements(read.path("events")))
                .extracting(event -> event.path("event_id").stringValue())
                .containsExactlyElementsOf(
                        IntStream.range(0, 30).mapToObj(i -> "event-" + i).toList());
        assertThat(Json.elements(read.path("events")))
                .extracting(event -> event.path("timestamp").stringValue())
                .containsExactlyElementsOf(
                        IntStream.range(0, 30).mapToObj(i -> at(i).toString()).toList());
        assertThat(read.path("started_at").stringValue()).isEqualTo(START.toString());
    }

    @Test
    void spansWithoutEventIdsAreRecognisedWhenResent() {
        String session = Api.newSession("sdk");
        PythonSdk sdk = new PythonSdk(api, 12, 0.8);
        int spans = 40;
        sdk.record(PythonSdk.event(session, "session_start", "agent_name", "sdk-agent", "timestamp", zulu(START)));
        for (int i = 0; i < spans; i++) {
            String span = UUID.nameUUIDFromBytes(("span" + i).getBytes(UTF_8)).toString();
            sdk.record(PythonSdk.event(
                    session,
                    "span_start",
                    "span_id",
                    span,
                    "name",
                    "work",
                    "attributes",
                    Map.of("i", i),
                    "timestamp",
                    python(at(2 * i))));
            sdk.record(PythonSdk.event(
                    session,
                    "span_end",
                    "span_id",
                    span,
                    "status",
                    "ok",
                    "duration_ms",
                    0.1,
                    "timestamp",
                    zulu(at(2 * i + 1))));
        }
        sdk.record(PythonSdk.event(session, "session_end", "ended_at", python(at(2 * spans)), "status", "completed"));
        sdk.flush();

        assertThat(sdk.dropped()).isZero();
        List<JsonNode> events = Json.elements(api.session(session).path("events"));
        assertThat(events).hasSize(2 * spans);
        assertThat(events.stream()
                        .map(event -> event.path("event_id").stringValue())
                        .collect(Collectors.toSet()))
                .hasSize(2 * spans);
        assertThat(events.get(2).path("attributes").toString()).isEqualTo("{\"i\":1}");
        JsonNode summary = Json.read(api.export(session, "json")).path("summary");
        assertThat(summary.path("total_duration_ms").decimalValue()).isEqualByComparingTo("4");
        assertThat(summary.path("total_events").intValue()).isEqualTo(2 * spans);
    }

    @Test
    void badEventDoesNotCostItsNeighbours() {
        String session = Api.newSession("sdk");
        PythonSdk sdk = new PythonSdk(api, 13, 0);
        for (int i = 0; i < 9; i++) {
            sdk.record(PythonSdk.event(session, "llm_call", "event_id", "e" + i, "tokens_in", 1));
        }
        sdk.record(PythonSdk.event("not a session id", "llm_call", "event_id", "bad"));
        sdk.flush();

        assertThat(sdk.dropped()).isZero();
        assertThat(api.session(session).path("total_events").intValue()).isEqualTo(9);
    }

    @Test
    void eventsOutsideASessionBelongToUnknown() {
        PythonSdk sdk = new PythonSdk(api, 14, 0.5);
        Set<String> ids = Set.of(UUID.randomUUID().toString(), UUID.randomUUID().toString());
        ids.forEach(id -> sdk.record(PythonSdk.event("", "decision", "event_id", id)));
        sdk.flush();

        assertThat(Json.elements(api.session("unknown").path("events")).stream()
                        .map(event -> event.path("event_id").stringValue())
                        .filter(ids::contains))
                .hasSize(2);
    }

    @Test
    void resendOfEverythingLaterChangesNoByte() {
        String session = Api.newSession("sdk");
        List<Map<String, Object>> sent = new ArrayList<>();
        PythonSdk sdk = new PythonSdk(api, 15, 0);
        recordRun(sdk, session, 33, Map.of("total_tokens_in", 1000), sent);
        sdk.flush();
        String before =
                api.get("/sessions/" + session).body() + api.get("/analytics").body();

        PythonSdk again = new PythonSdk(api, 16, 0).reversed();
        Collections.reverse(sent);
        sent.forEach(again::record);
        again.flush();

        assertThat(api.get("/sessions/" + session).body()
                        + api.get("/analytics").body())
                .isEqualTo(before);
    }

    private void recordRun(PythonSdk sdk, String session, int steps, Map<String, Object> declared) {
        recordRun(sdk, session, steps, declared, new ArrayList<>());
    }

    private void recordRun(
            PythonSdk sdk,
            String session,
            int steps,
            Map<String, Object> declared,
            List<Map<String, Object>> recorded) {
        recorded.add(PythonSdk.event(
                session,
                "session_start",
                "agent_name",
                "sdk-agent",
                "metadata",
                Map.of("version", "1.0"),
                "timestamp",
                python(START)));
        for (int i = 0; i < steps; i++) {
            recorded.add(PythonSdk.event(
                    session,
                    i % 2 == 0 ? "llm_call" : "tool_call",
                    "event_id",
                    "event-" + i,
                    "timestamp",
                    i % 3 == 0 ? zulu(at(i)) : python(at(i)),
                    "tokens_in",
                    3,
                    "tokens_out",
                    2,
                    "duration_ms",
                    0.1));
        }
        Map<String, Object> end =
                PythonSdk.event(session, "session_end", "ended_at", python(at(steps)), "status", "completed");
        end.putAll(declared);
        recorded.add(end);
        recorded.forEach(sdk::record);
    }

    private void assertRun(String session, int steps, long tokensIn, long tokensOut) {
        JsonNode read = api.session(session);
        assertThat(read.path("agent_name").stringValue()).isEqualTo("sdk-agent");
        assertThat(read.path("metadata").toString()).isEqualTo("{\"version\":\"1.0\"}");
        assertThat(read.path("started_at").stringValue()).isEqualTo(START.toString());
        assertThat(read.path("ended_at").stringValue()).isEqualTo(at(steps).toString());
        assertThat(read.path("status").stringValue()).isEqualTo("completed");
        assertThat(read.path("total_tokens_in").longValue()).isEqualTo(tokensIn);
        assertThat(read.path("total_tokens_out").longValue()).isEqualTo(tokensOut);
        assertThat(read.path("total_events").intValue()).isEqualTo(steps);
        assertThat(Json.elements(read.path("events")).stream()
                        .map(event -> event.path("event_id").stringValue())
                        .collect(Collectors.toSet()))
                .hasSize(steps);
        assertThat(read.path("events")).hasSize(steps);
        assertThat(Json.read(api.export(session, "json"))
                        .path("summary")
                        .path("total_duration_ms")
                        .decimalValue()
                        .movePointRight(1))
                .isEqualByComparingTo(Long.toString(steps));
    }

    private static Instant at(int step) {
        return START.plus(step + 1L, ChronoUnit.MICROS);
    }

    /** {@code datetime.now(timezone.utc).isoformat()} */
    private static String python(Instant time) {
        return time.toString().replace("Z", "+00:00");
    }

    private static String zulu(Instant time) {
        return time.toString();
    }
}
