/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEventCodec;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryLineTest {

    private static final String PLACE =
            "\"event_id\":\"e\",\"session_id\":\"s-1\",\"timestamp\":\"2026-02-14T10:30:01.2504Z\"";

    private final SummaryLine plain = new SummaryLine(false);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "event_type":"llm_call","model":"gpt-4","tokens_in":150,"tokens_out":50,"duration_ms":850.5,"input_data":{"prompt":"Where?"},"output_data":{"response":"There."} | llm_call       s-1  bot  gpt-4  150 in, 50 out  850.5 ms  Where? → There.
            "event_type":"tool_call","duration_ms":12,"tool_call":{"tool_name":"search","tool_input":{"order":7},"tool_output":{"a":1,"b":2}} | tool_call      s-1  bot  12 ms  search 7 → {"a":1,"b":2}
            "event_type":"tool_call","tool_call":{"tool_name":"clock"}   | tool_call      s-1  bot  clock
            "event_type":"error","output_data":{"error":"out of reach"}  | error          s-1  bot  → out of reach
            "event_type":"session_start","metadata":{"env":"prod"}       | session_start  s-1  bot  prod
            "event_type":"session_start","metadata":{}                   | session_start  s-1  bot
            "event_type":"session_end","ended_at":"2026-02-14T10:30:09Z","status":"error","total_tokens_in":9 | session_end    s-1  bot  error  9 in, 0 out
            "event_type":"generic"                                       | generic        s-1  bot
            """)
    void eventIsOneLineOfWhatTellsMost(String fields, String expected) {
        assertThat(plain.of(line(fields, "bot"))).isEqualTo("2026-02-14T10:30:01.250Z  " + expected);
    }

    @Test
    void agentThatIsNotKnownIsADash() {
        assertThat(plain.of(line("\"event_type\":\"generic\"", null))).endsWith("s-1  -");
    }

    @Test
    void longTextIsCut() {
        String line = plain.of(
                line("\"event_type\":\"llm_call\",\"input_data\":{\"prompt\":\"" + "x".repeat(9_000) + "\"}", "bot"));
        assertThat(line).hasSizeLessThan(200).endsWith("xxx...");
    }

    @Test
    void coloursAreAddedWhereTheyAreWantedOnly() {
        LogLine error = line("\"event_type\":\"error\"", "bot");
        assertThat(plain.of(error)).doesNotContain("\u001b");
        assertThat(new SummaryLine(true).of(error)).contains("\u001b[31merror        \u001b[0m");
        assertThat(new SummaryLine(true).of(error).replaceAll("\u001b\\[\\d*m", ""))
                .isEqualTo(plain.of(error));
    }

    @Test
    void whatIsNoEventIsShownWithItsPlaceAndReason() {
        assertThat(plain.of(new LogLine.Unreadable("s\u001b[2J", "3@17", "no\nJSON")))
                .isEqualTo("cannot be read  3@17  s\\u001b[2J  no\\u000aJSON");
    }

    @Test
    void nothingAnAgentSendsReachesTheTerminalAsAControlCharacter() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder evil = new StringBuilder();
            for (int c = random.nextInt(1, 20); c > 0; c--) {
                evil.append(
                        String.format("\\u%04x", random.nextInt(0x20, 0x2100) & (random.nextBoolean() ? 0x9F : -1)));
            }
            LogLine line = line(
                    "\"event_type\":\"llm_call\",\"input_data\":{\"a\":\"" + evil
                            + "\"},\"output_data\":\"\\u001b[2J\u009b2J\"",
                    "agent\twith\ntab");
            assertThat(plain.of(line)).matches("[^\\p{Cntrl}\\p{Cf}\u2028\u2029]*");
        }
    }

    private static LogLine line(String fields, String agent) {
        byte[] value = ("{" + PLACE + "," + fields + "}").getBytes(UTF_8);
        AgentEvent event = AgentEventCodec.decode(value);
        return new LogLine.Event(event, agent, value);
    }
}
