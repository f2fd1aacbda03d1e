/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.query.session.JsonFields;
import dev.agentlens.query.session.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The attributes of a decision, a handoff, a guardrail or a custom event, as lines {@code key: value}. */
final class AttributeLines {

    private static final int MAX_LINES = 8;

    /** Shown as the reasoning. */
    private static final Set<String> OF_REASONING =
            Set.of("reasoning", "alternatives_considered", "alternatives", "confidence");

    /** Identity of the event, and fields that are shown elsewhere. */
    private static final Set<String> OF_IDENTITY = Set.of(
            "agent_name",
            "span_id",
            "parent_span_id",
            "trace_id",
            "conversation_id",
            "timestamp_original",
            "reasoning");

    /** Objects whose fields are shown instead of the object itself. */
    private static final Set<String> HOLDERS = Set.of("metadata", "attributes");

    private final @Nullable Failure failure;
    private final List<String> lines = new ArrayList<>();
    private int left;

    private AttributeLines(@Nullable Failure failure) {
        this.failure = failure;
    }

    /**
     * At most eight lines, and one with the number of omitted fields.
     *
     * @param shown fields that are shown elsewhere
     * @param isShownAttribute the same for those in {@code metadata} and {@code attributes}
     */
    static List<String> lines(
            TraceEvent event,
            @Nullable Failure failure,
            Set<String> shown,
            BiPredicate<String, RawJson> isShownAttribute) {
        AttributeLines carried = new AttributeLines(failure);
        RawJson decision = event.decisionTrace();
        if (decision != null && decision.kind() == JsonKind.OBJECT) {
            carried.each(decision.fields(), (name, value) -> OF_REASONING.contains(name));
        } else if (decision != null && decision.kind() != JsonKind.STRING) {
            carried.line("decision_trace", decision);
        }
        Map<String, RawJson> extra = JsonFields.of(event.extra());
        extra.forEach((name, value) -> {
            if (!HOLDERS.contains(name) && !OF_IDENTITY.contains(name) && !shown.contains(name)) {
                carried.line(name, value);
            }
        });
        for (String holder : List.of("metadata", "attributes")) {
            RawJson value = extra.get(holder);
            if (value != null && value.kind() == JsonKind.OBJECT) {
                carried.each(value.fields(), isShownAttribute);
            } else if (value != null) {
                carried.line(holder, value);
            }
        }
        if (carried.left > 0) {
            carried.lines.add("… " + carried.left + " more");
        }
        return carried.lines;
    }

    private void each(Map<String, RawJson> fields, BiPredicate<String, RawJson> except) {
        fields.forEach((name, value) -> {
            if (!except.test(name, value)) {
                line(name, value);
            }
        });
    }

    private void line(String name, RawJson value) {
        String text = Markdown.inline(Reasoning.text(value), StepText.CUT);
        String key = Markdown.inline(name, StepText.CUT);
        if (value.isNull() || text.isEmpty() || key.isEmpty() || isInHeadline(value)) {
            return;
        }
        if (lines.size() < MAX_LINES) {
            lines.add(key + ": " + text);
        } else {
            left++;
        }
    }

    /** Whether the value is the error message, which the headline contains. */
    private boolean isInHeadline(RawJson value) {
        return failure != null && failure.message().equals(value.string());
    }
}
