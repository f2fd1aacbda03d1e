/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.SessionEnded;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.SessionStatus;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.ingest.batch.EventBatch;
import dev.agentlens.ingest.validation.ValidationResult.Accepted;
import dev.agentlens.ingest.validation.ValidationResult.Rejected;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventNormalizerTest {

    private static final Instant RECEIVED = Instant.parse("2026-11-24T12:00:00.000001Z");
    private static final String LONG = "x".repeat(1000);

    private final AtomicLong ids = new AtomicLong();
    private final EventNormalizer normalizer = new EventNormalizer(4 << 20);

    @Test
    void emptyEventGetsEveryDefault() {
        StepRecorded step = step("{}");

        assertThat(step.identity().sessionId()).isEqualTo("unknown");
        assertThat(step.eventType()).isEqualTo("generic");
        assertThat(step.timestamp()).isEqualTo(RECEIVED);
        assertThat(UUID.fromString(step.identity().eventId())).isNotNull();
        assertThat(step.tokensIn()).isZero();
        assertThat(step.fields()).isEmpty();
        assertThat(accepted("{}").warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null"})
    void absentNullAndEmptySessionIdsMeanUnknown(String sessionId) {
        assertThat(step("{\"session_id\":" + sessionId + "}").identity().sessionId())
                .isEqualTo("unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "true", "{}", "[]", "\"a b\"", "\"é\"", "\"a/b\"", "\"a\\u0000\"", "\"\\n\""})
    void illegalSessionIdIsRejectedByName(String sessionId) {
        assertThat(rejected("{\"session_id\":" + sessionId + "}").error()).contains("session_id");
    }

    @Test
    void longSessionIdIsRejectedAndNeverCut() {
        assertThat(accepted("{\"session_id\":\"" + "a".repeat(128) + "\"}")).isNotNull();
        assertThat(rejected("{\"session_id\":\"" + "a".repeat(129) + "\"}").error())
                .contains("129 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "[]", "{}", "false", "\"\""})
    void eventTypeOfAnotherKindIsRejected(String type) {
        assertThat(rejected("{\"event_type\":" + type + "}").error()).contains("event_type");
    }

    @Test
    void eventTypeMayBeAnyTextOfSixtyFourCharacters() {
        String type = "💡".repeat(64);
        assertThat(step("{\"event_type\":\"" + type + "\"}").eventType()).isEqualTo(type);
        assertThat(rejected("{\"event_type\":\"" + type + "x\"}").error()).contains("65");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "\"text\"", "null", "[1]", "true"})
    void elementThatIsNoObjectIsRejected(String element) {
        assertThat(rejected(element).error()).startsWith("An event must be an object");
    }

    @Test
    void rejectionNamesTheEventWhereItCan() {
        assertThat(rejected("{\"event_id\":\"e7\",\"session_id\":7}").eventId()).isEqualTo("e7");
        assertThat(rejected("{\"event_id\":7}").eventId()).isNull();
        assertThat(rejected("{\"event_id\":\"" + "e".repeat(257) + "\"}").error())
                .contains("event_id", "257");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2026-02-14T11:30:00+01:00[Europe/Berlin]\"",
                "\"2026-W07-6T10:30:00Z\"",
                "1771065000",
                "\"1771065000000000000\""
            })
    void timestampsAreBroughtToUtc(String sent) {
        Accepted accepted = accepted("{\"timestamp\":" + sent + "}");

        assertThat(accepted.event().timestamp()).isEqualTo(Instant.parse("2026-02-14T10:30:00Z"));
        assertThat(accepted.event().fields()).isEmpty();
        assertThat(accepted.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"yesterday\"", "true", "[]", "{}", "1e300", "-1", "\"0001-01-01T00:00:00Z\""})
    void unreadableTimestampBecomesTheTimeOfReceiptAndIsKept(String sent) {
        Accepted accepted = accepted("{\"timestamp\":" + sent + "}");

        assertThat(accepted.event().timestamp()).isEqualTo(RECEIVED);
        assertThat(accepted.event().fields().get("timestamp_original")).hasToString(sent);
        assertThat(accepted.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.field()).isEqualTo("timestamp");
            assertThat(warning.message()).contains(sent.replace("\"", "")).endsWith("; the time of receipt was used");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\" \"", "null"})
    void emptyTimestampIsAnAbsentOne(String sent) {
        Accepted accepted = accepted("{\"timestamp\":" + sent + "}");

        assertThat(accepted.event().timestamp()).isEqualTo(RECEIVED);
        assertThat(accepted.event().fields()).isEmpty();
        assertThat(accepted.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'\"\"', false", "null, false", "'\"soon\"', true", "'\"0001-01-01T00:00:00Z\"', true", "{}, true"})
    void endThatIsNotThereOrUnreadableIsTheTimestamp(String endedAt, boolean warned) {
        Accepted accepted = accepted(
                "{\"event_type\":\"session_end\",\"timestamp\":\"2026-02-14T10:30:01Z\",\"ended_at\":" + endedAt + "}");

        assertThat(((SessionEnded) accepted.event()).endedAt()).isEqualTo(Instant.parse("2026-02-14T10:30:01Z"));
        assertThat(accepted.warnings()).extracting(Warning::field).isEqualTo(warned ? List.of("ended_at") : List.of());
        assertThat(accepted.event().fields().get("ended_at_original")).isEqualTo(warned ? RawJson.of(endedAt) : null);
    }

    @Test
    void endWithoutAnyTimeIsTheTimeOfReceipt() {
        SessionEnded end =
                (SessionEnded) accepted("{\"event_type\":\"session_end\",\"timestamp\":\"x\",\"ended_at\":\"y\"}")
                        .event();

        assertThat(end.endedAt()).isEqualTo(end.timestamp()).isEqualTo(RECEIVED);
    }

    @Test
    void unreadableEndOfAnotherEventIsLeftOutAndKept() {
        Accepted accepted = accepted("{\"ended_at\":\"soon\"}");

        assertThat(accepted.event().fields()).containsOnlyKeys("ended_at_original");
        assertThat(accepted.warnings()).extracting(Warning::field).containsExactly("ended_at");
    }

    @ParameterizedTest
    @CsvSource({
        "ok, COMPLETED",
        "success, COMPLETED",
        "Succeeded, COMPLETED",
        "DONE, COMPLETED",
        "Completed, COMPLETED",
        "failed, ERROR",
        "FAILURE, ERROR",
        "errored, ERROR",
        "cancelled, ERROR",
        "canceled, ERROR",
        "Aborted, ERROR",
        "ERROR, ERROR",
        "timed_out, TIMEOUT",
        "timedout, TIMEOUT",
        "TimedOut, TIMEOUT",
        "Timeout, TIMEOUT",
        "' failed ', ERROR",
        "running, COMPLETED",
        "'', COMPLETED"
    })
    void otherSpellingsOfAStatusAreKeptBesideTheirMeaning(String sent, SessionStatus status) {
        Accepted accepted = accepted("{\"event_type\":\"session_end\",\"status\":\"" + sent + "\"}");

        assertThat(((SessionEnded) accepted.event()).status()).isEqualTo(status);
        assertThat(accepted.event().fields()).containsOnlyKeys("status_original");
        assertThat(accepted.event().fields().get("status_original").string()).isEqualTo(sent);
        assertThat(accepted.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.field()).isEqualTo("status");
            assertThat(warning.message()).contains("'" + sent + "'").endsWith("; " + status.wireName() + " was used");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "false", "{\"code\":2}", "[\"error\"]"})
    void statusThatIsNoStringMeansCompletedWithAWarning(String sent) {
        Accepted accepted = accepted("{\"event_type\":\"session_end\",\"status\":" + sent + "}");

        assertThat(((SessionEnded) accepted.event()).status()).isEqualTo(SessionStatus.COMPLETED);
        assertThat(accepted.event().fields().get("status_original")).hasToString(sent);
        assertThat(accepted.warnings()).extracting(Warning::field).containsExactly("status");
    }

    @ParameterizedTest
    @CsvSource({"'\"completed\"', COMPLETED", "'\"error\"', ERROR", "'\"timeout\"', TIMEOUT", "null, COMPLETED"})
    void statusAsTheReferenceSpellsItIsTakenWithoutAWord(String sent, SessionStatus status) {
        Accepted accepted = accepted("{\"event_type\":\"session_end\",\"status\":" + sent + "}");

        assertThat(((SessionEnded) accepted.event()).status()).isEqualTo(status);
        assertThat(accepted.event().fields()).isEmpty();
        assertThat(accepted.warnings()).isEmpty();
    }

    @Test
    void statusOfAnotherEventIsItsOwn() {
        Accepted accepted = accepted("{\"status\":\"failed\"}");

        assertThat(accepted.event().fields().get("status")).hasToString("\"failed\"");
        assertThat(accepted.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5, false",
        "5.0, 5, false",
        "5.9, 5, true",
        "-3, 0, true",
        "-0.5, 0, true",
        "1e2, 100, false",
        "9007199254740992, 9007199254740992, false",
        "1e999999999, 9007199254740992, true",
        "0.1, 0, true",
        "true, 0, true",
        "[], 0, true",
        "null, 0, false",
        "1e-999999999, 0, true",
        "-1e-999999999, 0, true",
        "-0, 0, false",
        "-0.0e5, 0, false",
        "9007199254740991, 9007199254740991, false",
        "9007199254740991.5, 9007199254740991, true",
        "9007199254740992.5, 9007199254740992, true",
        "9007199254740993, 9007199254740992, true",
        "9223372036854775808, 9007199254740992, true",
        "0.99999999999999999999, 0, true",
        "1.0000000000000000000000001, 1, true",
        "1234567890123456.0, 1234567890123456, false",
        "'\"150\"', 0, true"
    })
    void tokensAreWholeNumbersFromZero(String sent, long expected, boolean warned) {
        Accepted accepted = accepted("{\"tokens_in\":" + sent + "}");

        assertThat(((StepRecorded) accepted.event()).tokensIn()).isEqualTo(expected);
        assertThat(accepted.warnings()).hasSize(warned ? 1 : 0);
    }

    @Test
    void numberOfManyDigitsIsBounded() {
        String digits = "0." + "9".repeat(100_000);

        assertThat(step("{\"tokens_in\":" + digits + "}").tokensIn()).isEqualTo(1);
        assertThat(step("{\"duration_ms\":" + digits + "}").durationMs()).isOne();
        assertThat(step("{\"tokens_in\":1" + "0".repeat(100_000) + "}").tokensIn())
                .isEqualTo(1L << 53);
    }

    @ParameterizedTest
    @CsvSource({
        "150.0, 150.0, false",
        "972.5, 972.5, false",
        "0.1, 0.1, false",
        "-0.0, 0, false",
        "-4, 0, true",
        "1e3, 1000, false",
        "1e-999999999, 0, true",
        "-1e-999999999, 0, true",
        "1e999999999, 9007199254740992, true",
        "9007199254740992, 9007199254740992, false",
        "9007199254740992.5, 9007199254740992, true",
        "9007199254740993, 9007199254740992, true",
        "0.30000000000000004, 0.30000000000000004, false",
        "0.1234567890123456789012345678901234567890123, 0.1234567890123456789012345678901234567890, true"
    })
    void durationKeepsItsFraction(String sent, String expected, boolean warned) {
        Accepted accepted = accepted("{\"duration_ms\":" + sent + "}");

        assertThat(((StepRecorded) accepted.event()).durationMs().toPlainString())
                .isEqualTo(expected);
        assertThat(accepted.warnings()).hasSize(warned ? 1 : 0);
    }

    @Test
    void durationThatIsNoNumberIsLeftOutWithAWarning() {
        Accepted accepted = accepted("{\"duration_ms\":\"fast\"}");

        assertThat(((StepRecorded) accepted.event()).durationMs()).isNull();
        assertThat(accepted.warnings()).hasSize(1);
    }

    @Test
    void longNamesAreCutByCharactersAndOtherTypesLeftOut() {
        StepRecorded step = step("{\"model\":\"" + "💡".repeat(200) + "\",\"agent_name\":\"" + LONG + "\"}");
        assertThat(step.model()).isEqualTo("💡".repeat(128));
        assertThat(step.agentName()).hasSize(256);
        assertThat(step("{\"model\":5,\"agent_name\":[]}").model()).isNull();
        assertThat(accepted("{\"model\":5,\"agent_name\":[]}").warnings()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\\t\\n", "\\u0000", "\\u00a0\\u3000"})
    void blankNamesAreNullWithAWarning(String blank) {
        Accepted accepted = accepted("{\"model\":\"" + blank + "\",\"agent_name\":\"" + blank + "\"}");

        assertThat(((StepRecorded) accepted.event()).model()).isNull();
        assertThat(accepted.event().agentName()).isNull();
        assertThat(accepted.warnings()).extracting(Warning::field).containsExactly("agent_name", "model");
    }

    @Test
    void idOfControlCharactersAloneIsAnEmptyOne() {
        assertThat(step("{\"event_id\":\"\\u0007\"}").identity().eventId()).hasSize(36);
    }

    @Test
    void removedControlCharactersAreReported() {
        assertThat(accepted("{\"model\":\"a\\u0000\",\"event_id\":\"\\u0007x\",\"event_type\":\"t\\u001b\"}")
                        .warnings())
                .extracting(Warning::field)
                .containsExactlyInAnyOrder("model", "event_id", "event_type");
        assertThat(accepted("{\"model\":\"\\u0061 \\ud83d\\udca1\",\"event_id\":\"\\u0061\"}")
                        .warnings())
                .isEmpty();
    }

    @Test
    void controlCharactersAreStrippedFromShortStrings() {
        StepRecorded step = step("{\"model\":\"a\\u0000b\\tc\\u001bd\\n\",\"event_id\":\"\\u0007x\"}");
        assertThat(step.model()).isEqualTo("ab\tcd\n");
        assertThat(step.identity().eventId()).isEqualTo("x");
        assertThat(step("{\"model\":\"\\ud800\"}").model()).isEqualTo("\ufffd");
    }

    @Test
    void payloadsAreKeptExactly() {
        String payload = "{\"z\":1.50,\"a\":\"\\u0000\\ud800\",\"big\":123456789012345678901234567890,\"e\":1E400}";
        StepRecorded step =
                step("{\"input_data\": " + payload + ", \"custom\": " + payload + ", \"tool_call\": false}");

        assertThat(step.fields().get("input_data")).hasToString(payload);
        assertThat(step.fields().get("custom")).hasToString(payload);
        assertThat(step.fields().get("tool_call")).hasToString("false");
    }

    @Test
    void nestingIsAcceptedToFiveHundredLevels() {
        assertThat(step("{\"input_data\":" + "[".repeat(500) + "]".repeat(500) + "}")
                        .fields()
                        .get("input_data")
                        .depth())
                .isEqualTo(500);
        assertThat(rejected("{\"input_data\":" + "[".repeat(501) + "]".repeat(501) + "}")
                        .error())
                .contains("input_data", "501");
    }

    @Test
    void oversizedEventIsRejectedAlone() {
        assertThat(rejected("{\"input_data\":\"" + "x".repeat(4 << 20) + "\"}").error())
                .contains("AGENTLENS_INGEST_MAX_EVENT_SIZE");
    }

    @Test
    void sessionEndWithoutTimestampStandsAtItsEnd() {
        SessionEnded end = (SessionEnded)
                accepted("{\"event_type\":\"session_end\",\"ended_at\":\"2026-02-14T10:31:00Z\",\"status\":\"odd\"}")
                        .event();

        assertThat(end.timestamp()).isEqualTo(end.endedAt()).isEqualTo(Instant.parse("2026-02-14T10:31:00Z"));
        assertThat(end.status()).isEqualTo(SessionStatus.COMPLETED);
    }

    @Test
    void resentStartEndAndSpanEventsGetTheSameId() {
        for (String event : new String[] {
            "{\"event_type\":\"session_start\",\"agent_name\":\"a\"}",
            "{\"event_type\":\"session_end\",\"event_id\":\"\"}",
            "{\"event_type\":\"span_start\",\"span_id\":\"sp1\",\"event_id\":null}",
            "{\"span_id\":7}"
        }) {
            assertThat(accepted(event).event().identity())
                    .isEqualTo(accepted(event).event().identity());
        }
        assertThat(accepted("{\"span_id\":\"1\",\"a\":1}").event().identity())
                .isEqualTo(accepted("{\"a\": 1, \"span_id\": \"1\"}").event().identity())
                .isNotEqualTo(accepted("{\"span_id\":\"1\",\"a\":2}").event().identity());
    }

    @Test
    void otherEventsWithoutIdAreEachNew() {
        assertThat(step("{}").identity()).isNotEqualTo(step("{}").identity());
        assertThat(step("{\"span_id\":\"\"}").identity())
                .isNotEqualTo(step("{\"span_id\":\"\"}").identity());
    }

    @Test
    void idempotencyKeyAndIndexMakeTheId() {
        Receipt receipt = new Receipt(RECEIVED, "key-1", null, UUID::randomUUID);
        AgentEvent first = ((Accepted) normalizer.normalize(sent("{}"), 0, receipt)).event();

        assertThat(((Accepted) normalizer.normalize(sent("{}"), 0, receipt)).event())
                .isEqualTo(first);
        assertThat(((Accepted) normalizer.normalize(sent("{}"), 1, receipt))
                        .event()
                        .identity())
                .isNotEqualTo(first.identity());
    }

    @Test
    void deliveryMakesTheIdOnlyWhereNothingElseDoes() {
        Receipt one = new Receipt(RECEIVED, null, "d1", UUID::randomUUID);
        Receipt other = new Receipt(RECEIVED, null, "d2", UUID::randomUUID);
        Receipt withKey = new Receipt(RECEIVED, "key-1", "d2", UUID::randomUUID);

        assertThat(idOf("{}", one)).isEqualTo(idOf("{}", one)).isNotEqualTo(idOf("{}", other));
        assertThat(idOf("{\"span_id\":\"1\"}", one)).isEqualTo(idOf("{\"span_id\":\"1\"}", other));
        assertThat(idOf("{\"event_type\":\"session_start\"}", one))
                .isEqualTo(idOf("{\"event_type\":\"session_start\"}", other));
        assertThat(idOf("{}", withKey)).startsWith("key-");
        assertThat(idOf("{\"event_id\":\"own\"}", one)).isEqualTo("own");
    }

    private String idOf(String event, Receipt receipt) {
        return ((Accepted) normalizer.normalize(sent(event), 0, receipt))
                .event()
                .identity()
                .eventId();
    }

    @Test
    void digestTellsConflictFromDuplicateWhateverTheDefaults() {
        assertThat(accepted("{\"event_id\":\"e\",\"x\":1}").digest())
                .isEqualTo(accepted("{ \"x\": 1, \"event_id\": \"e\"}").digest())
                .isNotEqualTo(accepted("{\"event_id\":\"e\",\"x\":2}").digest());
    }

    @Test
    void whateverIsAcceptedCanBeReadFromTheTopic() {
        String[] names = {
            "session_id",
            "event_type",
            "event_id",
            "timestamp",
            "ended_at",
            "tokens_in",
            "tokens_out",
            "total_tokens_in",
            "duration_ms",
            "model",
            "agent_name",
            "input_data",
            "status",
            "metadata",
            "other",
            "a\\\"\\u0001"
        };
        String[] values = {
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e999",
            "1e-999",
            "9007199254740993",
            "\"\"",
            "\"session_end\"",
            "\"session_start\"",
            "\"2026-01-01T00:00:00+01:00\"",
            "\"\\u0000\\ud800x\"",
            "\"💡\"",
            "[]",
            "{\"a\":[1]}",
            "\"" + LONG + "\"",
            "0.1234567890123456789012345678901234567890123",
            "123456789012345678901234567890"
        };
        SplittableRandom random = new SplittableRandom(20261124);
        for (int n = 0; n < 20_000; n++) {
            StringBuilder event = new StringBuilder("{");
            for (int i = random.nextInt(8); i >= 0; i--) {
                event.append('"')
                        .append(names[random.nextInt(names.length)])
                        .append("\":")
                        .append(values[random.nextInt(values.length)])
                        .append(i == 0 ? "" : ",");
            }
            ValidationResult result = normalizer.normalize(sent(event + "}"), n, receipt());
            if (result instanceof Accepted accepted) {
                byte[] wire = AgentEventCodec.encode(accepted.event());
                assertThat(AgentEventCodec.decode(wire)).as("%s}", event).isEqualTo(accepted.event());
            }
        }
    }

    private StepRecorded step(String json) {
        return (StepRecorded) accepted(json).event();
    }

    private Accepted accepted(String json) {
        ValidationResult result = normalizer.normalize(sent(json), 0, receipt());
        assertThat(result).as(json).isInstanceOf(Accepted.class);
        return (Accepted) result;
    }

    private Rejected rejected(String json) {
        ValidationResult result = normalizer.normalize(sent(json), 0, receipt());
        assertThat(result).as(json).isInstanceOf(Rejected.class);
        return (Rejected) result;
    }

    private Receipt receipt() {
        return new Receipt(RECEIVED, null, null, () -> new UUID(0, ids.incrementAndGet()));
    }

    private static RawJson sent(String json) {
        String body = "{\"events\":[" + RawJson.of(json).text() + "]}";
        return EventBatch.parse(body.getBytes(UTF_8), 10).events().get(0);
    }
}
