/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.common.event.AgentEvent.SessionEnded;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentEventCodecTest {

    private static final String STEP = "{\"event_id\":\"e1\",\"session_id\":\"s1\",\"event_type\":\"llm_call\","
            + "\"timestamp\":\"2026-02-14T10:30:00.123456Z\",\"agent_name\":\"a\",\"model\":\"m\",\"tokens_in\":5,"
            + "\"tokens_out\":3,\"duration_ms\":150.0,\"input_data\":{\"p\":\"\\u0000\"},\"x\":[1e400]}";

    @Test
    void decodedEventEncodesToTheSameBytes() {
        assertThat(new String(AgentEventCodec.encode(decode(STEP)), UTF_8)).isEqualTo(STEP);
    }

    @Test
    void everyKindOfEventSurvivesTheWire() {
        for (AgentEvent event : AgentEvents.oneOfEachKind()) {
            assertThat(AgentEventCodec.decode(AgentEventCodec.encode(event))).isEqualTo(event);
        }
    }

    @Test
    void absentFieldsReadAsTheirDefaults() {
        StepRecorded step = (StepRecorded)
                decode(
                        "{\"event_id\":\"e\",\"session_id\":\"s\",\"event_type\":\"t\",\"timestamp\":\"2026-01-01T00:00:00Z\"}");

        assertThat(step.tokensIn()).isZero();
        assertThat(step.durationMs()).isNull();
        assertThat(step.model()).isNull();
        assertThat(step.fields()).isEmpty();
    }

    @Test
    void sessionEndReadsItsDeclaration() {
        SessionEnded end =
                (SessionEnded) decode("{\"event_id\":\"e\",\"session_id\":\"s\",\"event_type\":\"session_end\","
                        + "\"timestamp\":\"2026-01-01T00:00:00Z\",\"ended_at\":\"2026-01-01T00:00:01Z\",\"status\":\"timeout\","
                        + "\"total_tokens_in\":9007199254740992,\"future_field\":true}");

        assertThat(end.status()).isEqualTo(SessionStatus.TIMEOUT);
        assertThat(end.typed().count(EventField.TOTAL_TOKENS_IN)).isEqualTo(1L << 53);
        assertThat(end.fields()).containsOnlyKeys("future_field");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "{}",
                "{\"event_id\":\"\",\"session_id\":\"s\",\"event_type\":\"t\",\"timestamp\":\"2026-01-01T00:00:00Z\"}",
                "{\"event_id\":\"e\",\"session_id\":\"a b\",\"event_type\":\"t\",\"timestamp\":\"2026-01-01T00:00:00Z\"}",
                "{\"event_id\":\"e\",\"session_id\":\"s\",\"event_type\":1,\"timestamp\":\"2026-01-01T00:00:00Z\"}",
                "{\"event_id\":\"e\",\"session_id\":\"s\",\"event_type\":\"t\",\"timestamp\":\"yesterday\"}",
                "{\"event_id\":\"e\",\"session_id\":\"s\",\"event_type\":\"t\",\"timestamp\":\"+12000-01-01T00:00:00Z\"}",
                "{\"event_id\":\"e\\u0000\",\"session_id\":\"s\",\"event_type\":\"t\",\"timestamp\":\"2026-01-01T00:00:00Z\"}",
                "{\"event_id\":\"e\\ud800\",\"session_id\":\"s\",\"event_type\":\"t\",\"timestamp\":\"2026-01-01T00:00:00Z\"}",
                "{\"event_id\":\"e\",\"session_id\":\"s\",\"event_type\":\"t\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"tokens_in\":-1}",
                "{\"event_id\":\"e\",\"session_id\":\"s\",\"event_type\":\"t\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"tokens_in\":1.5}",
                "{\"event_id\":\"e\",\"session_id\":\"s\",\"event_type\":\"t\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"tokens_in\":1e999999999}",
                "{\"event_id\":\"e\",\"session_id\":\"s\",\"event_type\":\"t\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"duration_ms\":1e-999999999}",
                "{\"event_id\":\"e\",\"session_id\":\"s\",\"event_type\":\"t\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"model\":{}}",
                "{\"event_id\":\"e\",\"session_id\":\"s\",\"event_type\":\"session_end\",\"timestamp\":\"2026-01-01T00:00:00Z\"}"
            })
    void whatIsNoEventIsRefused(String value) {
        assertThatThrownBy(() -> decode(value)).isInstanceOf(MalformedEventException.class);
    }

    private static AgentEvent decode(String value) {
        return AgentEventCodec.decode(value.getBytes(UTF_8));
    }
}
