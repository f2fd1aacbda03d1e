/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import dev.agentlens.e2e.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the trace of one run of an agent: the spans as instrumentations by OpenTelemetry's conventions for GenAI give them,
 * and beside each the events that docs/opentelemetry.md makes of it.
 */
final class TraceScript {

    private static final Instant FIRST_DAY = Instant.parse("2026-03-01T00:00:00Z");
    private static final int DAYS = 130;
    private static final int INTERNAL = 1;
    private static final int CLIENT = 3;
    private static final String[] KINDS = {"unspecified", "internal", "server", "client"};
    private static final String[] MODELS = {"gpt-4o", "gpt-4o", "claude-opus", "mistral-large"};
    private static final String[] TOOLS = {"web_search", "find_file", "edit", "sql.query"};

    private final Random random;
    private final String traceId;
    private final String agent;
    private final @Nullable String conversation;
    private final Instant begin;
    private final List<Traced> spans = new ArrayList<>();

    /**
     * A span and what it must become.
     *
     * @param events without {@code client_ref}; a root has its session's start and end beside its own
     */
    record Traced(TraceSpan span, List<ObjectNode> events) {

        /** With the attribute {@code client_ref}, on the wire and in the event. */
        Traced withRef(String ref) {
            List<ObjectNode> marked = new ArrayList<>();
            for (ObjectNode event : events) {
                ObjectNode copy = event.deepCopy();
                if (copy.has("span_id")) {
                    ((ObjectNode) copy.get("attributes")).put("client_ref", ref);
                }
                marked.add(copy);
            }
            return new Traced(with("client_ref", ref), marked);
        }

        /** The same span with other content. */
        Traced contradicted() {
            return new Traced(with("contradicts", "yes"), events);
        }

        private TraceSpan with(String name, String value) {
            Map<String, Object> attributes = new LinkedHashMap<>(span.attributes());
            attributes.put(name, value);
            return new TraceSpan(
                    span.service(),
                    span.traceId(),
                    span.spanId(),
                    span.parentId(),
                    span.name(),
                    span.kind(),
                    span.startNanos(),
                    span.endNanos(),
                    attributes,
                    span.failure());
        }
    }

    private TraceScript(Random random) {
        this.random = random;
        this.traceId = hex(random) + hex(random);
        this.agent = "agent-" + random.nextInt(17);
        this.conversation = random.nextInt(3) == 0 ? "conversation-" + random.nextInt(1_000) : null;
        this.begin = FIRST_DAY
                .plus(random.nextInt(DAYS * 24 * 60), ChronoUnit.MINUTES)
                .plus(random.nextInt(60_000_000), ChronoUnit.MICROS);
    }

    /** Spans in the order in which they end, as exporters send them; the root, which is last, may never end. */
    static List<Traced> of(Random random) {
        return new TraceScript(random).write();
    }

    /** A span whose id OpenTelemetry forbids. */
    static TraceSpan invalid(Random random, String ref) {
        return new TraceSpan(
                "agent-0",
                hex(random) + hex(random),
                "0000000000000000",
                "",
                "invalid",
                INTERNAL,
                1,
                2,
                Map.of("client_ref", ref),
                null);
    }

    private List<Traced> write() {
        String root = hex(random);
        Instant now = begin;
        int steps = 1 + random.nextInt(30);
        for (int i = 0; i < steps; i++) {
            now = now.plus(1 + random.nextInt(5_000_000), ChronoUnit.MICROS);
            Instant end = now.plus(random.nextInt(3_000_000), ChronoUnit.MICROS);
            spans.add(random.nextInt(5) < 3 ? call(root, now, end) : tool(root, now, end));
        }
        if (random.nextInt(8) != 0) {
            spans.add(root(root, now.plusSeconds(4)));
        }
        return spans;
    }

    private Traced root(String id, Instant end) {
        Map<String, Object> attributes = attributes("invoke_agent");
        attributes.put("gen_ai.agent.name", agent);
        // Sums of the complete run, as containers have them: shown, but not counted.
        attributes.put("gen_ai.usage.input_tokens", 1_000_000L);
        TraceSpan span = span(id, "", "invoke_agent " + agent, INTERNAL, begin, end, attributes, failure());
        ObjectNode event = event(span, "agent_call", begin, end);
        event.putObject("attributes")
                .put("gen_ai.operation.name", "invoke_agent")
                .put("gen_ai.usage.input_tokens", 1_000_000L);
        ObjectNode start = session(span, "session_start", ":start").put("timestamp", begin.toString());
        start.putObject("metadata").put("service.name", agent);
        ObjectNode last = session(span, "session_end", ":end")
                .put("ended_at", end.toString())
                .put("status", span.failure() == null ? "completed" : "error");
        return new Traced(span, List.of(start, event, last));
    }

    private Traced call(String parent, Instant start, Instant end) {
        String model = MODELS[random.nextInt(MODELS.length)];
        long in = random.nextInt(4_000);
        long out = random.nextInt(1_000);
        long cached = random.nextInt(3) == 0 ? random.nextLong(in + 1) : 0;
        String prompt = text(Texts.length(random));
        String response = text(Texts.length(random));
        Map<String, Object> attributes = attributes("chat");
        attributes.put("gen_ai.request.model", model);
        attributes.put("gen_ai.usage.input_tokens", in);
        attributes.put("gen_ai.usage.output_tokens", out);
        if (cached > 0) {
            attributes.put("gen_ai.usage.cache_read.input_tokens", cached);
        }
        ObjectNode input = message("user", prompt);
        ObjectNode output = message("assistant", response);
        attributes.put("gen_ai.input.messages", "[" + input + "]");
        attributes.put("gen_ai.output.messages", "[" + output + "]");
        TraceSpan span = span(hex(random), parent, "chat " + model, CLIENT, start, end, attributes, failure());
        ObjectNode event = event(span, "llm_call", start, end)
                .put("model", model)
                .put("tokens_in", in)
                .put("tokens_out", out);
        if (cached > 0) {
            event.put("cache_read_tokens", cached);
        }
        event.putObject("input_data").putArray("messages").add(input);
        event.putObject("output_data").putArray("messages").add(output);
        event.putObject("attributes").put("gen_ai.operation.name", "chat");
        return new Traced(span, List.of(event));
    }

    private Traced tool(String parent, Instant start, Instant end) {
        String tool = TOOLS[random.nextInt(TOOLS.length)];
        String id = "call-" + random.nextInt(1_000_000);
        ObjectNode input = JsonNodeFactory.instance.objectNode().put("query", text(30));
        String output = "Found: " + text(Texts.length(random));
        Map<String, Object> attributes = attributes("execute_tool");
        attributes.put("gen_ai.tool.name", tool);
        attributes.put("gen_ai.tool.call.id", id);
        attributes.put("gen_ai.tool.call.arguments", input.toString());
        attributes.put("gen_ai.tool.call.result", output);
        TraceSpan span = span(hex(random), parent, "execute_tool " + tool, INTERNAL, start, end, attributes, failure());
        ObjectNode event = event(span, "tool_call", start, end);
        event.putObject("tool_call")
                .put("name", tool)
                .put("id", id)
                .put("output", output)
                .set("input", input);
        event.putObject("attributes").put("gen_ai.operation.name", "execute_tool");
        return new Traced(span, List.of(event));
    }

    private Map<String, Object> attributes(String operation) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("gen_ai.operation.name", operation);
        if (conversation != null) {
            attributes.put("gen_ai.conversation.id", conversation);
        }
        return attributes;
    }

    private TraceSpan span(
            String id,
            String parent,
            String name,
            int kind,
            Instant start,
            Instant end,
            Map<String, Object> attributes,
            @Nullable String failure) {
        return new TraceSpan(agent, traceId, id, parent, name, kind, nanos(start), nanos(end), attributes, failure);
    }

    private ObjectNode event(TraceSpan span, String type, Instant start, Instant end) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("session_id", traceId)
                .put("event_id", span.spanId())
                .put("event_type", type)
                .put("timestamp", start.toString())
                .put(
                        "duration_ms",
                        BigDecimal.valueOf(Duration.between(start, end).toNanos(), 6))
                .put("agent_name", agent)
                .put("span_id", span.spanId())
                .put("name", span.name())
                .put("kind", KINDS[span.kind()]);
        if (!span.parentId().isEmpty()) {
            event.put("parent_span_id", span.parentId());
        }
        if (conversation != null) {
            event.put("conversation_id", conversation);
        }
        if (span.failure() != null) {
            event.put("status", "error").putObject("error").put("message", span.failure());
        }
        event.putObject("scope").put("name", TraceSpan.SCOPE);
        return event;
    }

    private ObjectNode session(TraceSpan root, String type, String suffix) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("session_id", traceId)
                .put("event_id", root.spanId() + suffix)
                .put("event_type", type)
                .put("agent_name", agent);
        if (conversation != null) {
            event.put("conversation_id", conversation);
        }
        return event;
    }

    private @Nullable String failure() {
        return random.nextInt(15) == 0 ? text(20) : null;
    }

    private static ObjectNode message(String role, String text) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("role", role);
        message.putArray("parts").addObject().put("type", "text").put("content", text);
        return message;
    }

    /** Protobuf has no halves of surrogate pairs. */
    private String text(int length) {
        String text = Json.parse(Texts.prose(random, length)).stringValue();
        return text.codePoints()
                .filter(character -> character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    /** Sixteen digits, not all of them zero. */
    private static String hex(Random random) {
        return String.format("%016x", random.nextLong() | 1);
    }
}
