/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.query.session.JsonFields;
import dev.agentlens.query.session.TraceEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is told of an event because it is a span of a trace. An event that names no parent is told as if it were none, unless
 * others are within it.
 */
final class SpanText {

    /** Of these, each says by itself no more than those within it. */
    private static final Map<String, String> CONTAINERS = Map.of(
            "agent_call", "The agent",
            "chain", "The chain",
            "workflow", "The workflow",
            "task", "The task",
            "span", "",
            "span_start", "");

    /** How a tracer works, not what the agent did. */
    private static final Set<String> OF_TRACER =
            Set.of("kind", "scope", "links", "trace_state", "dropped_attributes_count");

    private static final String THOUGHT = "thought";

    private static final Set<String> GOOD = Set.of("ok", "unset");

    private static final List<String> PREFIXES_OF_TRACER = List.of(
            "otel.",
            "telemetry.",
            "host.",
            "process.",
            "service.",
            "server.",
            "deployment.",
            "thread.",
            "code.",
            "logfire.",
            "gen_ai.request.",
            "gen_ai.usage.",
            "llm.usage.",
            "ai.settings.",
            "ai.request.",
            "ai.usage.",
            "langfuse.observation.metadata.");

    private static final List<String> SUFFIXES_OF_TRACER =
            List.of(".mime_type", ".kind", ".id", "_id", "Id", "_key", "_fingerprint", "_version", "_created_at");

    private static final Set<String> NAMES_OF_TRACER = Set.of(
            "gen_ai.operation.name",
            "gen_ai.system",
            "gen_ai.provider.name",
            "gen_ai.tool.definitions",
            "operation.name",
            "resource.name",
            "langfuse.observation.type");

    private final TraceEvent event;
    private final boolean inner;
    private final Map<String, RawJson> fields;

    SpanText(TraceEvent event, Links links) {
        this.event = event;
        this.inner = links.parentSpanId() != null;
        this.fields = JsonFields.of(event.extra());
    }

    /** Whether it names the span that contains it. */
    boolean isInner() {
        return inner;
    }

    /** Whether what it was given and what it gave are told as its own lines: not of a call, which has lines for them. */
    boolean saysByItself() {
        return !event.eventType().equals("llm_call") && !event.eventType().equals("tool_call");
    }

    boolean mayContain() {
        return CONTAINERS.containsKey(event.eventType());
    }

    /** Of a span within another, as a sentence; null where its type alone says it. */
    @Nullable
    String headline() {
        if (!inner) {
            return null;
        }
        return switch (event.eventType()) {
            case "agent_call" -> "The agent " + name() + " worked.";
            case "chain" -> "The chain " + name() + " ran.";
            case "span" -> name() + " ran.";
            case "embedding" ->
                "The agent computed an embedding using " + StepText.name(event.model(), "an unknown model") + ".";
            case "retrieval" -> "The agent searched with " + name() + ".";
            case "guardrail" -> "The guardrail " + name() + " checked.";
            default -> null;
        };
    }

    /** How its line begins where others are within it. */
    String asContainer() {
        String kind = CONTAINERS.getOrDefault(event.eventType(), "");
        return kind.isEmpty() ? name() : kind + ' ' + name();
    }

    /** Fields that are told elsewhere, or say nothing of the agent. */
    Set<String> fieldsToldElsewhere(Set<String> others) {
        if (!inner) {
            return others;
        }
        Set<String> told = new HashSet<>(others);
        told.addAll(OF_TRACER);
        // The headline has said these.
        if (headline() != null) {
            told.add("name");
        }
        told.add("error");
        RawJson status = fields.get("status");
        if (status != null && (status.string() == null || GOOD.contains(status.string()))) {
            told.add("status");
        }
        return told;
    }

    /** Whether an attribute says how the tracer works, or what the headline or the lines of the tool have said. */
    boolean isToldElsewhere(String attribute, RawJson value, boolean toolIsTold) {
        return inner
                && (NAMES_OF_TRACER.contains(attribute)
                        || PREFIXES_OF_TRACER.stream().anyMatch(attribute::startsWith)
                        || SUFFIXES_OF_TRACER.stream().anyMatch(attribute::endsWith)
                        || attribute.equals(THOUGHT)
                        || (toolIsTold && attribute.startsWith("tool."))
                        || isOfName(value));
    }

    /** What an agent says that it thought; null where it says nothing. */
    @Nullable
    String thought() {
        RawJson thought = inner ? JsonFields.of(fields.get("attributes")).get(THOUGHT) : null;
        return thought == null ? null : thought.string();
    }

    private boolean isOfName(RawJson value) {
        RawJson name = fields.get("name");
        String text = value.string();
        return text != null
                && (text.equals("null")
                        || (name != null
                                && name.string() != null
                                && name.string().contains(text)));
    }

    private String name() {
        RawJson name = JsonFields.first(fields, "name", "agent_name");
        return "**" + StepText.name(name == null ? null : name.string(), event.eventType()) + "**";
    }
}
