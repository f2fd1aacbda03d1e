/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.query.session.TraceEvent;
import dev.agentlens.query.session.TracePosition;
import dev.agentlens.query.session.Traces;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each message is listed once, although every call repeats the history before it. */
class ConversationTest {

    private final List<TraceEvent> trace = new ArrayList<>();

    @Test
    void promptsAndResponsesAreInOrder() {
        call("\"yes\"", "\"ok\"");
        call("{\"prompt\":\"yes\"}", "{\"response\":\"ok\"}");
        call("\"yes\"", "\"fine\"");

        assertThat(lines())
                .containsExactly(
                        "user: yes", "assistant: ok", "user: yes", "assistant: ok", "user: yes", "assistant: fine");
    }

    @Test
    void aHistoryIsListedOnce() {
        chat("s:Be brief.,u:yes", "ok");
        chat("s:Be brief.,u:yes,a:ok,u:yes", "ok");
        chat("s:Be brief.,u:yes,a:ok,u:yes,a:ok,u:yes", "ok");

        assertThat(lines())
                .containsExactly(
                        "system: Be brief.",
                        "user: yes",
                        "assistant: ok",
                        "user: yes",
                        "assistant: ok",
                        "user: yes",
                        "assistant: ok");
    }

    @Test
    void aHistoryWithoutRecordedCallsIsListed() {
        chat("u:yes", "ok");
        chat("u:yes,a:ok,u:yes,a:ok,u:yes", "ok");

        assertThat(lines()).hasSize(6);
    }

    @Test
    void aChangedSystemMessageIsListedAgain() {
        chat("s:Today is Monday.,u:1", "a");
        chat("s:Today is Tuesday.,u:1,a:a,u:2", "b");
        chat("s:Today is Tuesday.,u:1,a:a,u:2,a:b,u:3", "c");

        assertThat(lines())
                .containsExactly(
                        "system: Today is Monday.",
                        "user: 1",
                        "assistant: a",
                        "system: Today is Tuesday.",
                        "user: 2",
                        "assistant: b",
                        "user: 3",
                        "assistant: c");
    }

    @Test
    void aHistoryThatLostItsBeginningContinuesAfterTheKnownPart() {
        chat("s:x,u:1", "a");
        chat("s:x,u:1,a:a,u:2", "b");
        chat("s:x,u:2,a:b,u:3", "c");
        chat("s:x,u:Summary of 1.,u:3,a:c,u:4", "d");

        assertThat(lines())
                .containsExactly(
                        "system: x",
                        "user: 1",
                        "assistant: a",
                        "user: 2",
                        "assistant: b",
                        "user: 3",
                        "assistant: c",
                        "user: Summary of 1.",
                        "user: 4",
                        "assistant: d");
    }

    @Test
    void aRewordedResponseInAHistoryIsNotListedAgain() {
        chat("u:1", "  It is A ");
        chat("u:1,a:It is A,u:2", "B.");
        chat("u:1,a:It is A,u:2,a:shortened,u:3", "C");

        assertThat(lines())
                .containsExactly(
                        "user: 1", "assistant: It is A", "user: 2", "assistant: B.", "user: 3", "assistant: C");
    }

    @Test
    void messagesOfARetryAreListedOnce() {
        chat("s:x,u:1", null);
        chat("s:x,u:1", "a");

        assertThat(lines()).containsExactly("system: x", "user: 1", "assistant: a");

        chat("s:x,u:1", null);
        chat("s:x,u:1", "b");
        assertThat(lines()).containsExactly("system: x", "user: 1", "assistant: a", "user: 1", "assistant: b");
    }

    @Test
    void anotherResponseToTheSameHistoryIsListedAlone() {
        chat("u:1", "a");
        chat("u:1,a:a,u:2", "b");
        chat("u:1,a:a,u:2", "c");
        chat("u:1,a:a,u:other", "d");

        assertThat(lines())
                .containsExactly(
                        "user: 1",
                        "assistant: a",
                        "user: 2",
                        "assistant: b",
                        "assistant: c",
                        "user: other",
                        "assistant: d");
    }

    @Test
    void agentsWhoseCallsAlternateHaveHistoriesOfTheirOwn() {
        chat("s:A,u:1", "a");
        chat("s:B,u:yes", "ok");
        chat("s:A,u:1,a:a,u:2", "b");
        chat("s:B,u:yes,a:ok,u:yes", "ok");
        chat("s:A,u:1,a:a,u:2,a:b,u:3", "c");

        assertThat(lines())
                .containsExactly(
                        "system: A",
                        "user: 1",
                        "assistant: a",
                        "system: B",
                        "user: yes",
                        "assistant: ok",
                        "user: 2",
                        "assistant: b",
                        "user: yes",
                        "assistant: ok",
                        "user: 3",
                        "assistant: c");
    }

    @Test
    void aToolCallIsListedOnceWithItsResult() {
        String turn = "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
                + "\"function\":{\"name\":\"search\",\"arguments\":\"{\\\"q\\\":1}\"}}]}";
        String result = "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"found\"}";
        String user = "{\"role\":\"user\",\"content\":\"Go.\"}";
        call("{\"messages\":[" + user + "]}", "{\"choices\":[{\"message\":" + turn + "}]}");
        event("tool_call").tool("{\"id\":\"c1\",\"name\":\"search\",\"input\":{\"q\":1},\"output\":{\"hits\":3}}");
        add();
        call("{\"messages\":[" + user + "," + turn + "," + result + "]}", "\"Done.\"");
        assertThat(lines())
                .containsExactly("user: Go.", "assistant: -> search({\"q\":1}) = {\"hits\":3}", "assistant: Done.");

        trace.remove(1);
        assertThat(lines()).containsExactly("user: Go.", "assistant: -> search({\"q\":1}) = found", "assistant: Done.");
    }

    @Test
    void resultsInAnthropicMessagesAreListedWithTheirCalls() {
        String turn = "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Let me look.\"},"
                + "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"ls\",\"input\":{}}]}";
        call("{\"messages\":[{\"role\":\"user\",\"content\":\"List.\"}]}", turn);
        call(
                "{\"messages\":[{\"role\":\"user\",\"content\":\"List.\"}," + turn + ",{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"denied\",\"is_error\":true},"
                        + "{\"type\":\"text\",\"text\":\"Go on.\"}]}]}",
                "\"No.\"");

        assertThat(lines())
                .containsExactly(
                        "user: List.", "assistant: Let me look. -> ls({}) ! denied", "user: Go on.", "assistant: No.");
    }

    @Test
    void toolCallsThatNoModelRequestedAreListed() {
        call("\"Hi\"", "\"Hello\"");
        event("tool_call").tool("{\"tool_name\":\"clock\",\"tool_input\":{},\"tool_output\":12}");
        add();
        event("tool_error").tool("{\"tool_name\":\"mail\"}").extra("{\"error\":\"refused\"}");
        add();

        assertThat(lines())
                .containsExactly(
                        "user: Hi",
                        "assistant: Hello",
                        "assistant: -> clock({}) = 12",
                        "assistant: -> mail() ! refused");
    }

    @Test
    void aLateResultIsAMessageOfItsOwn() {
        call("\"Hi\"", "{\"tool_calls\":[{\"id\":\"c1\",\"name\":\"wait\",\"args\":{}}]}");
        for (int i = 0; i < 100; i++) {
            event("tool_call");
            add();
        }
        event("tool_call").tool("{\"id\":\"c1\",\"name\":\"wait\",\"input\":{},\"output\":\"late\"}");
        add();

        assertThat(lines()).containsExactly("user: Hi", "assistant: -> wait({})", "tool: -> wait({}) = late");
    }

    @Test
    void messagesOfLogRecordsAreThoseOfTheirSpan() {
        event("llm_call").extra("{\"span_id\":\"m1\",\"parent_span_id\":\"a\"}");
        add();
        log("m1", "{\"messages\":[{\"role\":\"user\",\"content\":\"1\"}]}", null);
        log("m1", null, "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}");
        event("llm_call").extra("{\"span_id\":\"m2\",\"parent_span_id\":\"a\"}");
        add();
        log(
                "m2",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"1\"},{\"role\":\"assistant\",\"content\":\"a\"},"
                        + "{\"role\":\"user\",\"content\":\"1\"}]}",
                "{\"choices\":[{\"message\":{\"content\":\"b\"}}]}");

        assertThat(lines()).containsExactly("user: 1", "assistant: a", "user: 1", "assistant: b");
    }

    @Test
    void aCallInTwoSpansIsListedOnce() {
        event("llm_call").extra("{\"span_id\":\"o\"}").input("\"1\"").output("\"a\"");
        add();
        event("llm_call")
                .extra("{\"span_id\":\"i\",\"parent_span_id\":\"o\"}")
                .input("\"1\"")
                .output("\"a\"");
        add();

        assertThat(lines()).containsExactly("user: 1", "assistant: a");
    }

    @Test
    void aSessionWithoutModelCallsListsMessagesOfOtherEvents() {
        event("agent_call").input("\"Who?\"").output("\"Me.\"");
        add();
        event("tool_call").tool("{\"name\":\"x\",\"output\":1}");
        add();
        event("llm_call").model("m");
        add();
        event("chat.message").input("{\"role\":\"user\",\"content\":\"And you?\"}");
        add();

        assertThat(lines()).containsExactly("user: Who?", "assistant: Me.", "assistant: -> x() = 1", "user: And you?");
    }

    @Test
    void aResponseMayHoldTheHistoryBeforeIt() {
        call(
                "{\"messages\":[{\"role\":\"user\",\"content\":\"1\"}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"1\"},{\"role\":\"assistant\",\"content\":\"a\"}]}");
        chat("u:1,a:a,u:2", "b");

        assertThat(lines()).containsExactly("user: 1", "assistant: a", "user: 2", "assistant: b");
    }

    /** Reading from the replay position of any message returns the rest of the conversation. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aConversationGoesOnFromAnyOfItsMessages(long seed) {
        randomTrace(new Random(seed));
        List<ConversationMessage> all = ConversationText.messages(trace, true);
        assertThat(all).hasSizeGreaterThan(300);

        for (int i = 0; i < all.size(); i += 7) {
            ConversationMessage.Place place = all.get(i).place();
            Conversation rest = new Conversation(true, place.replayFrom());
            List<ConversationMessage> resumed = new ArrayList<>();
            for (TraceEvent event : trace) {
                if (isAfter(event.position(), place.replayFrom())) {
                    resumed.addAll(rest.next(event));
                }
            }
            resumed.addAll(rest.end());
            resumed.removeIf(message -> !message.place().isAfter(place));
            assertThat(lines(resumed)).isEqualTo(lines(all.subList(i + 1, all.size())));
        }
    }

    /** Two agents with histories and tools, others without, and events between them. */
    private void randomTrace(Random random) {
        List<String> histories = new ArrayList<>(List.of("s:A", "s:B"));
        for (int i = 0; i < 400; i++) {
            int kind = random.nextInt(6);
            if (kind < 2) {
                String sent = histories.get(kind) + ",u:" + random.nextInt(3);
                String got = String.valueOf(random.nextInt(3));
                chat(sent, got);
                histories.set(kind, sent + ",a:" + got);
            } else if (kind == 2) {
                call("\"" + random.nextInt(2) + "\"", "\"ok\"");
            } else if (kind == 3) {
                event("tool_call").tool("{\"id\":\"c" + i + "\",\"name\":\"t\",\"output\":" + i + "}");
                add();
            } else {
                event("generic");
                add();
            }
        }
    }

    private static boolean isAfter(TracePosition one, TracePosition other) {
        return one.occurredAt().isAfter(other.occurredAt());
    }

    private List<String> lines() {
        return lines(ConversationText.messages(trace));
    }

    private static List<String> lines(List<ConversationMessage> messages) {
        return messages.stream().map(ConversationText::line).toList();
    }

    private Traces.Step pending;

    private Traces.Step event(String type) {
        pending = Traces.step(type).id("e" + trace.size()).at(AgentEvents.T0.plusSeconds(trace.size()));
        return pending;
    }

    private void add() {
        trace.add(pending.event());
    }

    private void call(String input, String output) {
        event("llm_call").model("m").input(input).output(output);
        add();
    }

    private void log(String span, String input, String output) {
        event("messages")
                .extra("{\"parent_span_id\":\"" + span + "\"}")
                .input(input)
                .output(output);
        add();
    }

    /** @param sent {@code u:text,a:text}, for which role said what */
    private void chat(String sent, String response) {
        String messages = List.of(sent.split(",")).stream()
                .map(said -> "{\"role\":\"" + role(said.charAt(0)) + "\",\"content\":"
                        + RawJson.ofString(said.substring(2)).text() + "}")
                .collect(Collectors.joining(","));
        call(
                "{\"messages\":[" + messages + "]}",
                response == null
                        ? null
                        : "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":"
                                + RawJson.ofString(response).text() + "}}]}");
    }

    private static String role(char letter) {
        return letter == 's' ? "system" : letter == 'u' ? "user" : "assistant";
    }
}
