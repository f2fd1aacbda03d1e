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
 * Describes an event as a span of a trace. An event without a parent is described as an ordinary event, unless it
 * contains other events.
 */
final class SpanText {

    /** Spans that add no information to the events they contain. */
    private static final Map<String, String> CONTAINERS = Map.of(
            "agent_call", "The agent",
            "chain", "The chain",
            "workflow", "The workflow",
            "task", "The task",
            "span", "",
            "span_start", "");

    /** Fields about the tracer, not about the agent. */
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

    /** Whether it names a parent span. */
    boolean isInner() {
        return inner;
    }

    /** Whether input and output are lines of their own. Model and tool calls have other lines for them. */
    boolean showsData() {
        return !event.eventType().equals("llm_call") && !event.eventType().equals("tool_call");
    }

    boolean mayContain() {
        return CONTAINERS.containsKey(event.eventType());
    }

    /** A sentence for a span within another; null if its type is sufficient. */
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

    /** The start of its line if it contains other events. */
    String asContainer() {
        String kind = CONTAINERS.getOrDefault(event.eventType(), "");
        return kind.isEmpty() ? name() : kind + ' ' + name();
    }

    /** Fields that are shown elsewhere, or are not about the agent. */
    Set<String> fieldsShownElsewhere(Set<String> others) {
        if (!inner) {
            return others;
        }
        Set<String> shown = new HashSet<>(others);
        shown.addAll(OF_TRACER);
        // The headline contains the name.
        if (headline() != null) {
            shown.add("name");
        }
        shown.add("error");
        RawJson status = fields.get("status");
        if (status != null && (status.string() == null || GOOD.contains(status.string()))) {
            shown.add("status");
        }
        return shown;
    }

    /** Whether an attribute is about the tracer, or is shown in the headline or the lines of the tool. */
    boolean isShownElsewhere(String attribute, RawJson value, boolean toolIsShown) {
        return inner
                && (NAMES_OF_TRACER.contains(attribute)
                        || PREFIXES_OF_TRACER.stream().anyMatch(attribute::startsWith)
                        || SUFFIXES_OF_TRACER.stream().anyMatch(attribute::endsWith)
                        || attribute.equals(THOUGHT)
                        || (toolIsShown && attribute.startsWith("tool."))
                        || isOfName(value));
    }

    /** The thought that an agent reports; null if absent. */
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
