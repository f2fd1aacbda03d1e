/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.started;
import static dev.agentlens.common.event.AgentEvents.step;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.SessionStarted;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.fold.SessionState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogEntryTest {

    @Test
    void entriesSortBySessionThenEventThenPlaceWithALetterBeforeItsRecord() {
        List<byte[]> inOrder = List.of(
                record("a", "e", 0, 5),
                record("a", "e", 0, 300),
                record("a", "e", 2, 1),
                record("a", "e!", 0, 0),
                record("a", "e1", 0, 0),
                LogEntry.letter(logged("a", "e10", 7, 7), 0, 3),
                record("a", "e10", 0, 3),
                record("a", "\uFFFD", 0, 0),
                record("a", "\uD83E\uDD16", 0, 0),
                record("a-1", "a", 0, 0),
                record("a1", "a", 0, 0),
                record("b", "a", 0, 0));
        List<byte[]> entries = new ArrayList<>(inOrder);
        Collections.shuffle(entries, new Random(1));

        entries.sort(Arrays::compareUnsigned);

        assertThat(entries).containsExactlyElementsOf(inOrder);
    }

    @Test
    void entryGivesBackWhatTheComparisonNeeds() {
        Random random = new Random(5);
        for (int n = 0; n < 500; n++) {
            AgentEvent event = AgentEvents.random(random);
            LoggedEvent logged =
                    new LoggedEvent(event, random.nextInt(12), random.nextLong(1L << 40), random.nextLong());

            LogEntry entry = new LogEntry(LogEntry.record(logged));

            assertThat(entry.isOf(LogEntry.key(
                            event.identity().sessionId(), event.identity().eventId())))
                    .isTrue();
            assertThat(entry.isLetter()).isFalse();
            assertThat(ExpectedEventRow.of(
                            entry.event(), entry.partition(), entry.offset(), entry.contentDigest(), entry.texts()))
                    .isEqualTo(ExpectedEventRow.of(
                            event,
                            logged.partition(),
                            logged.offset(),
                            logged.contentDigest(),
                            ExpectedEventRow.texts(event)));
            SessionRow stripped = ExpectedSession.of(SessionState.of(entry.event()));
            SessionRow whole =
                    ExpectedSession.of(SessionState.of(event instanceof SessionStarted s ? hashed(s) : event));
            assertThat(stripped).isEqualTo(whole);
        }
    }

    @Test
    void metadataIsHeldAsItsHashAndNoneAsAnEmptyObject() {
        SessionStarted with = started("s", "e", T0, "a");
        SessionStarted without = new SessionStarted(with.identity(), T0, "a", Map.of());

        assertThat(metadata(with)).isEqualTo(TextHash.of("{\"v\":1.0}".getBytes(UTF_8)));
        assertThat(metadata(without)).isEqualTo(TextHash.of("{}".getBytes(UTF_8)));
    }

    @Test
    void letterIsAboutARecordOfTheSamePlaceAndContentOnly() {
        LogEntry letter = new LogEntry(LogEntry.letter(logged("s", "e", 0, 99), 2, 7));

        assertThat(letter.isLetter()).isTrue();
        assertThat(letter.isLetterAbout(new LogEntry(record("s", "e", 2, 7)))).isTrue();
        assertThat(letter.isLetterAbout(new LogEntry(record("s", "e", 2, 8)))).isFalse();
        assertThat(letter.isLetterAbout(new LogEntry(record("s", "f", 2, 7)))).isFalse();
        LoggedEvent other = new LoggedEvent(step("s", "e", T0, "llm_call", 9, 9), 2, 7, 1);
        assertThat(letter.isLetterAbout(new LogEntry(LogEntry.record(other)))).isFalse();
    }

    @Test
    void fieldsWithoutAColumnStandTogetherAsTheyWereSent() {
        StepRecorded step = new StepRecorded(
                step("s", "e", T0, "x", 0, 0).identity(),
                "x",
                T0,
                "bot \"1\"",
                null,
                0,
                0,
                null,
                new LinkedHashMap<>(Map.of("span", RawJson.of("{\"b\":1.50,\"a\":\"\\u0000\"}"))));
        step.fields().put("tool_call", RawJson.of("null"));
        step.fields().put("z", RawJson.of("[1e2]"));

        EventRow.Texts texts = ExpectedEventRow.texts(step);

        assertThat(texts.inputData()).isNull();
        assertThat(texts.toolCall()).isEqualTo(TextHash.of("null".getBytes(UTF_8)));
        assertThat(texts.extra())
                .isEqualTo(TextHash.of(
                        "{\"agent_name\":\"bot \\\"1\\\"\",\"span\":{\"b\":1.50,\"a\":\"\\u0000\"},\"z\":[1e2]}"
                                .getBytes(UTF_8)));
    }

    private static Object metadata(SessionStarted event) {
        LogEntry entry = new LogEntry(LogEntry.record(new LoggedEvent(event, 0, 0, 0)));
        return ExpectedSession.of(SessionState.of(entry.event())).columns().get("metadata");
    }

    private static AgentEvent hashed(SessionStarted event) {
        RawJson metadata = event.metadata();
        return metadata == null
                ? event
                : new SessionStarted(
                        event.identity(),
                        event.timestamp(),
                        event.agentName(),
                        Map.of(
                                "metadata",
                                RawJson.ofString(TextHash.of(metadata.text().getBytes(UTF_8))
                                        .hex())));
    }

    private static byte[] record(String sessionId, String eventId, int partition, long offset) {
        return LogEntry.record(logged(sessionId, eventId, partition, offset));
    }

    private static LoggedEvent logged(String sessionId, String eventId, int partition, long offset) {
        return new LoggedEvent(step(sessionId, eventId, T0, "llm_call", 1, 2), partition, offset, 1);
    }
}
