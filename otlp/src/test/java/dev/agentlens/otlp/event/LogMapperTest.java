/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.otlp.Requests;
import dev.agentlens.otlp.wire.Encoding;
import dev.agentlens.otlp.wire.Signal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class LogMapperTest {

    private static final String IDS =
            "\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"eee19b7ec3c1b174\",";

    @Test
    void aRecordOfATraceBelongsToItsSessionAndSpan() {
        JsonNode event = event("{" + IDS + "\"timeUnixNano\":\"1000000000\",\"severityText\":\"INFO\","
                + "\"body\":{\"stringValue\":\"retrying\"},\"attributes\":[" + text("session.id", "s-1") + "]}");

        assertThat(event.get("session_id").asString()).isEqualTo("5b8efff798038103d269b633813fc60c");
        assertThat(event.get("conversation_id").asString()).isEqualTo("s-1");
        assertThat(event.get("parent_span_id").asString()).isEqualTo("eee19b7ec3c1b174");
        assertThat(event.get("event_type").asString()).isEqualTo("log");
        assertThat(event.get("timestamp").asString()).isEqualTo("1970-01-01T00:00:01Z");
        assertThat(event.get("body").asString()).isEqualTo("retrying");
        assertThat(event.get("severity").asString()).isEqualTo("INFO");
    }

    @ParameterizedTest
    @CsvSource({"session.id", "conversation.id", "gen_ai.conversation.id"})
    void aRecordWithoutATraceBelongsToTheSessionThatItNames(String attribute) {
        JsonNode event = event("{\"observedTimeUnixNano\":5,\"attributes\":[" + text(attribute, "s-1") + "]}");

        assertThat(event.get("session_id").asString()).isEqualTo("s-1");
        assertThat(event.get("conversation_id").asString()).isEqualTo("s-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"body\":{\"stringValue\":\"x\"}} |"
                        + " A log record must have a traceId, or name its session as session.id or conversation.id",
                "{\"traceId\":\"5b\"} | traceId must have 32 hexadecimal digits, not '5b'",
                "{\"attributes\":[{\"key\":\"session.id\",\"value\":{\"stringValue\":\"a b\"}}]} |"
                        + " session.id must be 1 to 128 characters of A-Z a-z 0-9 _ - . : and not 'a b'",
                "{\"timeUnixNano\":\"x\"} | resourceLogs[0].scopeLogs[0].logRecords[0].timeUnixNano must be a 64-bit"
                        + " integer, not 'x'",
            })
    void aRecordOfNoSessionIsRejectedWithItsReason(String record, String reason) {
        List<MappingResult> mapped = map(record, "{" + IDS + "\"body\":{\"stringValue\":\"good\"}}");

        assertThat(mapped).hasSize(2);
        assertThat(((MappingResult.Rejected) mapped.get(0)).reason()).isEqualTo(reason);
        assertThat(mapped.get(1)).isInstanceOf(MappingResult.Events.class);
    }

    @Test
    void messagesOfOneSpanBecomeOneEventWithTheirLists() {
        String system = message("gen_ai.system.message", 1, "\"content\",\"value\":{\"stringValue\":\"Be brief.\"}");
        String user = message("gen_ai.user.message", 2, "\"content\",\"value\":{\"stringValue\":\"Hello?\"}");
        String choice = message(
                "gen_ai.choice",
                3,
                "\"message\",\"value\":{\"kvlistValue\":{\"values\":[{\"key\":\"content\",\"value\":{\"stringValue\":\"Hi!\"}}]}}");

        List<JsonNode> events = events(user, choice, system);

        assertThat(events).hasSize(1);
        JsonNode event = events.get(0);
        assertThat(event.get("event_type").asString()).isEqualTo("messages");
        assertThat(event.get("parent_span_id").asString()).isEqualTo("eee19b7ec3c1b174");
        assertThat(event.get("input_data").toString())
                .isEqualTo("{\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                        + "{\"role\":\"user\",\"content\":\"Hello?\"}]}");
        assertThat(event.get("output_data").toString())
                .isEqualTo("{\"choices\":[{\"message\":{\"content\":\"Hi!\"}}]}");
        assertThat(events(system, user, choice)).isEqualTo(events);
    }

    @Test
    void theDetailsOfACallHaveItsMessagesAndNotItsTokens() {
        JsonNode event =
                event("{" + IDS + "\"eventName\":\"gen_ai.client.inference.operation.details\",\"attributes\":["
                        + text("gen_ai.operation.name", "chat")
                        + ",{\"key\":\"gen_ai.usage.input_tokens\",\"value\":{\"intValue\":5}},"
                        + text("gen_ai.output.messages", "[{\\\"role\\\":\\\"assistant\\\"}]") + "]}");

        assertThat(event.get("event_type").asString()).isEqualTo("messages");
        assertThat(event.has("tokens_in")).isFalse();
        assertThat(event.get("output_data").toString()).isEqualTo("{\"messages\":[{\"role\":\"assistant\"}]}");
    }

    @Test
    void claudeCodesRecordsAreCallsToolsAndDecisions() {
        JsonNode call = event("{\"body\":{\"stringValue\":\"claude_code.api_request\"},\"attributes\":["
                + text("session.id", "s-1") + "," + text("model", "claude-opus-5") + "," + text("input_tokens", "10")
                + ","
                + text("output_tokens", "20") + "," + text("cache_read_tokens", "5") + ","
                + text("cache_creation_tokens", "7") + "," + text("duration_ms", "1500") + "]}");
        assertThat(call.get("event_type").asString()).isEqualTo("llm_call");
        assertThat(call.get("model").asString()).isEqualTo("claude-opus-5");
        assertThat(call.get("tokens_in").asInt()).isEqualTo(22);
        assertThat(call.get("tokens_out").asInt()).isEqualTo(20);
        assertThat(call.get("duration_ms").asInt()).isEqualTo(1500);

        JsonNode tool = event("{\"eventName\":\"claude_code.tool_result\",\"attributes\":[" + text("session.id", "s-1")
                + ","
                + text("tool_name", "Bash") + "," + text("success", "false") + "," + text("error", "exit 1") + ","
                + text("tool_parameters", "{\\\"command\\\":\\\"ls\\\"}") + "]}");
        assertThat(tool.get("tool_call").toString()).isEqualTo("{\"name\":\"Bash\",\"input\":{\"command\":\"ls\"}}");
        assertThat(tool.get("error").get("message").asString()).isEqualTo("exit 1");

        JsonNode decision = event("{\"eventName\":\"claude_code.tool_decision\",\"attributes\":["
                + text("session.id", "s-1") + "," + text("tool_name", "Bash") + "," + text("decision", "accept") + ","
                + text("source", "config") + "]}");
        assertThat(decision.get("event_type").asString()).isEqualTo("decision");
        assertThat(decision.get("decision_trace").toString())
                .isEqualTo("{\"decision\":\"accept\",\"tool\":\"Bash\",\"source\":\"config\"}");

        JsonNode failed = event("{\"eventName\":\"claude_code.api_error\",\"attributes\":[" + text("session.id", "s-1")
                + "," + text("error", "overloaded") + "," + text("status_code", "529") + "]}");
        assertThat(failed.get("event_type").asString()).isEqualTo("error");
        assertThat(failed.get("error").toString()).isEqualTo("{\"type\":\"529\",\"message\":\"overloaded\"}");
    }

    @Test
    void aCallOfClaudeCodeThatItsSpanCountsIsNotCountedTwice() {
        JsonNode call = event("{" + IDS + "\"body\":{\"stringValue\":\"claude_code.api_request\"},\"attributes\":["
                + text("session.id", "s-1") + "," + text("input_tokens", "10") + "]}");

        assertThat(call.get("event_type").asString()).isEqualTo("log");
        assertThat(call.has("tokens_in")).isFalse();
        assertThat(call.get("attributes").get("input_tokens").asString()).isEqualTo("10");
    }

    @Test
    void codexCountsTheEventThatCompletesAResponse() {
        String session = text("conversation.id", "s-2") + "," + text("event.name", "codex.sse_event") + ",";
        JsonNode call = event("{\"attributes\":[" + session + text("event.kind", "response.completed") + ","
                + text("input_token_count", "100") + "," + text("cached_token_count", "40") + ","
                + text("output_token_count", "10") + "," + text("reasoning_token_count", "5") + ","
                + text("model", "gpt-5.1")
                + "]}");
        assertThat(call.get("event_type").asString()).isEqualTo("llm_call");
        assertThat(call.get("tokens_in").asInt()).isEqualTo(100);
        assertThat(call.get("cache_read_tokens").asInt()).isEqualTo(40);
        assertThat(call.get("reasoning_tokens").asInt()).isEqualTo(5);

        assertThat(event("{\"attributes\":[" + session + text("event.kind", "response.output_text.delta") + "]}")
                        .get("event_type")
                        .asString())
                .isEqualTo("log");
    }

    @Test
    void anExceptionMakesARecordAnError() {
        JsonNode event = event("{" + IDS + "\"attributes\":[" + text("exception.type", "IOException") + ","
                + text("exception.message", "disk full") + "]}");

        assertThat(event.get("error").toString()).isEqualTo("{\"type\":\"IOException\",\"message\":\"disk full\"}");
        assertThat(event.get("event_type").asString()).isEqualTo("log");
    }

    @Test
    void aResentRequestGivesTheSameEventsAndEqualRecordsStaySeveral() {
        String record = "{" + IDS + "\"body\":{\"stringValue\":\"tick\"}}";

        List<JsonNode> events = events(record, record, record);

        assertThat(new HashSet<>(
                        events.stream().map(event -> event.get("event_id")).toList()))
                .hasSize(3);
        assertThat(events(record, record, record)).isEqualTo(events);
        assertThat(events(record).get(0)).isEqualTo(events.get(0));
    }

    private static String message(String name, int time, String entry) {
        return "{" + IDS + "\"timeUnixNano\":" + time + ",\"eventName\":\"" + name
                + "\",\"body\":{\"kvlistValue\":{\"values\":[{\"key\":" + entry + "}]}}}";
    }

    private static JsonNode event(String record) {
        return events(record).get(0);
    }

    private static List<JsonNode> events(String... records) {
        List<JsonNode> events = new ArrayList<>();
        map(records)
                .forEach(mapped ->
                        ((MappingResult.Events) mapped).events().forEach(event -> events.add(Events.read(event))));
        return events;
    }

    private static List<MappingResult> map(String... records) {
        String request = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[" + String.join(",", records) + "]}]}]}";
        return LogMapper.map(Signal.LOGS.decode(request.getBytes(UTF_8), Encoding.JSON, Requests.MAX_ITEMS));
    }

    private static String text(String key, String value) {
        return "{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
    }
}
