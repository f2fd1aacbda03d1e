/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.otlp.dialect.Dialects;
import dev.agentlens.otlp.dialect.Item;
import dev.agentlens.otlp.wire.DecodedItem;
import dev.agentlens.otlp.wire.Origin;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the tables of each convention give. */
class DialectsTest {

    @ParameterizedTest
    @CsvSource({
        "gen_ai.operation.name, chat, llm_call",
        "gen_ai.operation.name, text_completion, llm_call",
        "gen_ai.operation.name, embeddings, embedding",
        "gen_ai.operation.name, execute_tool, tool_call",
        "gen_ai.operation.name, create_agent, agent_call",
        "gen_ai.operation.name, retrieval, retrieval",
        "gen_ai.operation.name, handoff, decision",
        "gen_ai.operation.name, guardrail, guardrail",
        "openinference.span.kind, LLM, llm_call",
        "openinference.span.kind, RERANKER, retrieval",
        "openinference.span.kind, GUARDRAIL, guardrail",
        "openinference.span.kind, PROMPT, chain",
        "openinference.span.kind, EVALUATOR, span",
        "traceloop.span.kind, workflow, chain",
        "traceloop.span.kind, agent, agent_call",
        "llm.request.type, completion, llm_call",
        "ai.operationId, ai.streamText, agent_call",
        "ai.operationId, ai.streamText.doStream, llm_call",
        "ai.operationId, ai.generateObject.doGenerate, llm_call",
        "ai.operationId, ai.embedMany, chain",
        "ai.operationId, ai.embedMany.doEmbed, embedding",
        "ai.operationId, ai.toolCall, tool_call",
        "langfuse.observation.type, generation, llm_call",
        "langfuse.observation.type, retriever, retrieval",
        "langfuse.observation.type, event, span",
        "langsmith.span.kind, retriever, retrieval",
        "spring.ai.kind, chat_client, chain",
        "spring.ai.kind, tool_call, tool_call",
        "gen_ai.tool.name, search, tool_call",
        "gen_ai.request.model, gpt-4o, llm_call",
        "http.route, /chat, span",
    })
    void kindsOfSpansAreKnown(String attribute, String value, String type) {
        assertThat(event("s", "", attribute, value).get("event_type").asString())
                .isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "gen_ai.conversation.id",
        "session.id",
        "langfuse.session.id",
        "traceloop.association.properties.session_id",
        "ai.telemetry.metadata.sessionId",
        "ai.settings.context.sessionId",
        "langsmith.metadata.thread_id",
        "spring.ai.chat.client.conversation.id",
        "gcp.vertex.agent.session_id",
    })
    void conversationsHaveManyNames(String attribute) {
        assertThat(event("s", "", attribute, "c-7").get("conversation_id").asString())
                .isEqualTo("c-7");
    }

    @Test
    void theNewestConventionWinsFieldByField() {
        JsonNode call = event(
                "s",
                "",
                "gen_ai.operation.name",
                "chat",
                "gen_ai.request.model",
                "gpt-4o",
                "llm.model_name",
                "other",
                "llm.token_count.prompt",
                7,
                "gen_ai.usage.output_tokens",
                3,
                "llm.token_count.completion",
                99);

        assertThat(call.get("model").asString()).isEqualTo("gpt-4o");
        assertThat(call.get("tokens_in").asInt()).isEqualTo(7);
        assertThat(call.get("tokens_out").asInt()).isEqualTo(3);
        assertThat(call.get("attributes").get("llm.model_name").asString()).isEqualTo("other");
        assertThat(call.get("attributes").get("llm.token_count.completion").asInt())
                .isEqualTo(99);
    }

    @Test
    void theNamesOfCacheAndReasoningTokensAreKnown() {
        JsonNode current = event(
                "s",
                "",
                "gen_ai.operation.name",
                "chat",
                "gen_ai.usage.input_tokens",
                100,
                "gen_ai.usage.cache_read.input_tokens",
                40,
                "gen_ai.usage.cache_write.input_tokens",
                5,
                "gen_ai.usage.reasoning.output_tokens",
                8);
        assertThat(counts(current)).isEqualTo("100 40 5 8");
        JsonNode earlier = event(
                "s",
                "",
                "gen_ai.operation.name",
                "chat",
                "gen_ai.usage.input_tokens",
                "100",
                "gen_ai.usage.cache_read_input_tokens",
                40,
                "gen_ai.usage.cache_creation.input_tokens",
                5,
                "gen_ai.usage.reasoning_tokens",
                8.0);
        assertThat(counts(earlier)).isEqualTo("100 40 5 8");
    }

    @Test
    void inputIncludesCachedInputWhoeverCounts() {
        // Langfuse's members are disjoint.
        JsonNode langfuse = event(
                "s",
                "",
                "langfuse.observation.type",
                "generation",
                "langfuse.observation.usage_details",
                "{\"input\":60,\"input_cached_tokens\":40,\"input_cache_creation\":5,\"output\":20,"
                        + "\"output_reasoning_tokens\":8,\"total\":133}");
        assertThat(counts(langfuse)).isEqualTo("105 40 5 8");
        assertThat(langfuse.get("tokens_out").asInt()).isEqualTo(28);
        // More cached input than input.
        JsonNode apart = event(
                "s",
                "",
                "gen_ai.operation.name",
                "chat",
                "gen_ai.usage.input_tokens",
                3,
                "gen_ai.usage.cache_read.input_tokens",
                40);
        assertThat(apart.get("tokens_in").asInt()).isEqualTo(43);
        // The total shows that cached input is not part of the input.
        JsonNode total = event(
                "s",
                "",
                "gen_ai.operation.name",
                "chat",
                "gen_ai.usage.input_tokens",
                60,
                "gen_ai.usage.output_tokens",
                20,
                "gen_ai.usage.cache_read_input_tokens",
                40,
                "gen_ai.usage.total_tokens",
                120);
        assertThat(total.get("tokens_in").asInt()).isEqualTo(100);
        assertThat(total.get("attributes").get("gen_ai.usage.total_tokens").asInt())
                .isEqualTo(120);
        // Claude's API excludes it.
        JsonNode claude = event(
                "claude_code.llm_request",
                "",
                "input_tokens",
                2,
                "output_tokens",
                9,
                "cache_read_tokens",
                50,
                "cache_creation_tokens",
                7,
                "model",
                "claude-opus-5");
        assertThat(counts(claude)).isEqualTo("59 50 7 0");
    }

    @Test
    void messagesOfSpanEventsAreJoined() {
        Span span = Span.newBuilder()
                .addAttributes(pair("gen_ai.operation.name", "chat"))
                .addEvents(event("gen_ai.system.message", pair("content", "Be brief.")))
                .addEvents(event("gen_ai.user.message", pair("content", "[1]"), pair("gen_ai.system", "openai")))
                .addEvents(event(
                        "gen_ai.assistant.message",
                        pair("role", "assistant"),
                        pair("tool_calls", "[{\"id\":\"a\",\"function\":{\"name\":\"f\"}}]")))
                .addEvents(event("gen_ai.choice", pair("index", 0), pair("message", "{\"content\":\"Hi\"}")))
                .addEvents(event("other"))
                .build();

        JsonNode event = event(span, "");

        assertThat(event.get("input_data").toString())
                .isEqualTo("{\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                        + "{\"role\":\"user\",\"content\":\"[1]\",\"gen_ai.system\":\"openai\"},"
                        + "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\"}}]}]}");
        assertThat(event.get("output_data").toString())
                .isEqualTo("{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"}}]}");
        assertThat(event.get("span_events").toString()).isEqualTo("[{\"name\":\"other\"}]");
    }

    @Test
    void messagesOfTheDetailsEventAreRead() {
        Span span = Span.newBuilder()
                .addAttributes(pair("gen_ai.operation.name", "chat"))
                .addEvents(event(
                        "gen_ai.client.inference.operation.details",
                        pair("gen_ai.input.messages", "[{\"role\":\"user\"}]"),
                        pair("gen_ai.output.messages", "[{\"role\":\"assistant\"}]")))
                .build();

        assertThat(event(span, "").get("input_data").toString()).isEqualTo("{\"messages\":[{\"role\":\"user\"}]}");
        assertThat(event(span, "").get("output_data").toString())
                .isEqualTo("{\"messages\":[{\"role\":\"assistant\"}]}");
    }

    @Test
    void flattenedToolCallsAndPartsBecomeMessages() {
        JsonNode call = event(
                "s", "",
                "openinference.span.kind", "LLM",
                "llm.input_messages.10.message.role", "user",
                "llm.input_messages.10.message.contents.0.message_content.type", "text",
                "llm.input_messages.10.message.contents.0.message_content.text", "Hi",
                "llm.input_messages.9.message.role", "system",
                "llm.output_messages.0.message.role", "assistant",
                "llm.output_messages.0.message.tool_calls.0.tool_call.id", "c",
                "llm.output_messages.0.message.tool_calls.0.tool_call.function.name", "f",
                "llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments", "{}");

        assertThat(call.get("input_data").toString())
                .isEqualTo(
                        "[{\"role\":\"system\"},{\"role\":\"user\",\"contents\":[{\"type\":\"text\",\"text\":\"Hi\"}]}]");
        assertThat(call.get("output_data").toString())
                .isEqualTo("[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\","
                        + "\"arguments\":\"{}\"}}]}]");
        assertThat(call.get("attributes").size()).isEqualTo(1);
    }

    @Test
    void numbersThatNameNoPlaceTakeNoMemory() {
        JsonNode call = event(
                "s",
                "",
                "openinference.span.kind",
                "LLM",
                "llm.input_messages.999999999.message.role",
                "user",
                "llm.input_messages.99999999999999999999.message.role",
                "kept",
                "llm.input_messages.0" + ".x".repeat(10_000),
                "deep");

        assertThat(call.get("input_data").toString()).isEqualTo("[{\"role\":\"user\"}]");
        assertThat(call.get("attributes").size()).isEqualTo(3);
    }

    @Test
    void toolsOfEachConventionHaveNameInputAndOutput() {
        String expected = "{\"name\":\"f\",\"input\":{\"x\":1},\"output\":{\"y\":2}}";
        assertThat(tool(
                        "gen_ai.operation.name",
                        "execute_tool",
                        "gen_ai.tool.name",
                        "f",
                        "gen_ai.tool.call.arguments",
                        "{\"x\":1}",
                        "gen_ai.tool.call.result",
                        "{\"y\":2}"))
                .isEqualTo(expected);
        assertThat(tool(
                        "openinference.span.kind",
                        "TOOL",
                        "tool.name",
                        "f",
                        "input.value",
                        "{\"x\":1}",
                        "output.value",
                        "{\"y\":2}"))
                .isEqualTo(expected);
        assertThat(tool(
                        "traceloop.span.kind",
                        "tool",
                        "traceloop.entity.name",
                        "f",
                        "traceloop.entity.input",
                        "{\"x\":1}",
                        "traceloop.entity.output",
                        "{\"y\":2}"))
                .isEqualTo(expected);
        assertThat(tool(
                        "ai.operationId",
                        "ai.toolCall",
                        "ai.toolCall.name",
                        "f",
                        "ai.toolCall.args",
                        "{\"x\":1}",
                        "ai.toolCall.result",
                        "{\"y\":2}"))
                .isEqualTo(expected);
        assertThat(tool(
                        "langsmith.span.kind",
                        "tool",
                        "langsmith.trace.name",
                        "f",
                        "gen_ai.operation.name",
                        "execute_tool",
                        "gen_ai.prompt",
                        "{\"x\":1}",
                        "gen_ai.completion",
                        "{\"y\":2}"))
                .isEqualTo(expected);
        assertThat(tool(
                        "spring.ai.kind",
                        "tool_call",
                        "spring.ai.tool.definition.name",
                        "f",
                        "spring.ai.tool.call.arguments",
                        "{\"x\":1}",
                        "spring.ai.tool.call.result",
                        "{\"y\":2}"))
                .isEqualTo(expected);
        assertThat(tool(
                        "gen_ai.operation.name",
                        "execute_tool",
                        "gen_ai.tool.name",
                        "f",
                        "gcp.vertex.agent.tool_call_args",
                        "{\"x\":1}",
                        "gcp.vertex.agent.tool_response",
                        "{\"y\":2}"))
                .isEqualTo(expected);
    }

    @Test
    void aToolsTextStaysTextAndJsonOfAnyKindIsRead() {
        assertThat(tool("openinference.span.kind", "TOOL", "tool.name", "f", "output.value", "42"))
                .isEqualTo("{\"name\":\"f\",\"output\":\"42\"}");
        assertThat(tool(
                        "openinference.span.kind",
                        "TOOL",
                        "tool.name",
                        "f",
                        "output.value",
                        "42",
                        "output.mime_type",
                        "application/json"))
                .isEqualTo("{\"name\":\"f\",\"output\":42}");
        assertThat(tool("ai.operationId", "ai.toolCall", "ai.toolCall.name", "f", "ai.toolCall.result", "\"sunny\""))
                .isEqualTo("{\"name\":\"f\",\"output\":\"sunny\"}");
        String deep = "[".repeat(200) + "]".repeat(200);
        assertThat(tool("ai.operationId", "ai.toolCall", "ai.toolCall.name", "f", "ai.toolCall.result", deep))
                .isEqualTo("{\"name\":\"f\",\"output\":\"" + deep + "\"}");
    }

    @Test
    void aModelCallThatTwoSpansOfOneSdkReportCountsOnce() {
        JsonNode outer = event(
                "call_llm",
                "gcp.vertex.agent",
                "gcp.vertex.agent.llm_request",
                "{\"model\":\"gemini\"}",
                "gen_ai.request.model",
                "gemini",
                "gen_ai.usage.input_tokens",
                5,
                "gcp.vertex.agent.event_id",
                "e");
        JsonNode inner = event(
                "generate_content gemini",
                "gcp.vertex.agent",
                "gen_ai.operation.name",
                "generate_content",
                "gen_ai.usage.input_tokens",
                5,
                "gcp.vertex.agent.event_id",
                "e");
        assertThat(outer.get("event_type").asString()).isEqualTo("llm_call");
        assertThat(outer.get("tokens_in").asInt()).isEqualTo(5);
        assertThat(inner.get("event_type").asString()).isEqualTo("span");
        assertThat(inner.has("tokens_in")).isFalse();
        // Elsewhere the same operation is the call.
        assertThat(event("generate_content g", "", "gen_ai.operation.name", "generate_content")
                        .get("event_type")
                        .asString())
                .isEqualTo("llm_call");
    }

    @Test
    void aToolCallThatItsServerReportsTooCountsOnce() {
        Span.Builder call = Span.newBuilder()
                .addAttributes(pair("mcp.method.name", "tools/call"))
                .addAttributes(pair("gen_ai.operation.name", "execute_tool"));

        assertThat(event(call.setKind(Span.SpanKind.SPAN_KIND_CLIENT).build(), "")
                        .get("event_type")
                        .asString())
                .isEqualTo("tool_call");
        assertThat(event(call.setKind(Span.SpanKind.SPAN_KIND_SERVER).build(), "")
                        .get("event_type")
                        .asString())
                .isEqualTo("span");
    }

    @Test
    void langSmithsOwnKindIsExact() {
        JsonNode prompt = event("s", "", "gen_ai.operation.name", "chat", "langsmith.span.kind", "prompt");

        assertThat(prompt.get("event_type").asString()).isEqualTo("chain");
    }

    @Test
    void noSenderCanSetWhatIsNoAttribute() {
        Item item = new Item(List.of(pair("@name", "call_llm")), java.util.Map.of(), List.of());

        assertThat(item.get("@name")).isNull();
        assertThat(item.attributes()).containsKey("@name");
        assertThat(Dialects.SPANS.reader().read(item).field("event_type")).isNull();
    }

    private static String tool(Object... attributes) {
        return event("s", "", attributes).get("tool_call").toString();
    }

    private static String counts(JsonNode event) {
        return event.path("tokens_in").asInt() + " "
                + event.path("cache_read_tokens").asInt(0) + " "
                + event.path("cache_write_tokens").asInt(0) + " "
                + event.path("reasoning_tokens").asInt(0);
    }

    private static JsonNode event(String name, String scope, Object... attributes) {
        Span.Builder span = Span.newBuilder().setName(name);
        for (int i = 0; i < attributes.length; i += 2) {
            span.addAttributes(pair((String) attributes[i], attributes[i + 1]));
        }
        return event(span.build(), scope);
    }

    private static JsonNode event(Span span, String scope) {
        Span sent = span.toBuilder()
                .setTraceId(id("5b8efff798038103d269b633813fc60c"))
                .setSpanId(id("eee19b7ec3c1b174"))
                .setParentSpanId(id("eee19b7ec3c1b173"))
                .build();
        Origin origin = new Origin(
                Origin.NONE.resource(),
                InstrumentationScope.newBuilder().setName(scope).build());
        return Events.of(List.of(new DecodedItem.Readable<>(origin, sent))).get(0);
    }

    private static com.google.protobuf.ByteString id(String hex) {
        return com.google.protobuf.ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }

    private static Span.Event event(String name, KeyValue... attributes) {
        return Span.Event.newBuilder()
                .setName(name)
                .addAllAttributes(List.of(attributes))
                .build();
    }

    private static KeyValue pair(String key, Object value) {
        AnyValue.Builder any = AnyValue.newBuilder();
        if (value instanceof Integer number) {
            any.setIntValue(number);
        } else if (value instanceof Double number) {
            any.setDoubleValue(number);
        } else {
            any.setStringValue((String) value);
        }
        return KeyValue.newBuilder().setKey(key).setValue(any).build();
    }
}
