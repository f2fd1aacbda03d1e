/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.query.session.JsonFields;
import dev.agentlens.query.session.TraceEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The agent's reasons, from the {@code decision_trace} of an event: an object, or the reasoning itself. */
record Reasoning(
        @Nullable RawJson reason,
        @Nullable RawJson alternatives,
        @Nullable RawJson confidence) {

    static final String LABEL = "💡 *Reasoning:* ";

    /** @param thought the model's thought, used if the event has no reasoning itself */
    static Reasoning of(TraceEvent event, @Nullable String thought) {
        Reasoning reasoning = of(event.decisionTrace());
        RawJson reason = reasoning.reason;
        if (reason == null && event.extra() != null) {
            reason = JsonFields.first(JsonFields.of(event.extra()), "reasoning");
        }
        if (reason == null && thought != null) {
            reason = RawJson.ofString(thought);
        }
        return new Reasoning(reason, reasoning.alternatives, reasoning.confidence);
    }

    static Reasoning of(@Nullable RawJson decisionTrace) {
        if (decisionTrace != null && decisionTrace.kind() == JsonKind.STRING) {
            return new Reasoning(decisionTrace, null, null);
        }
        Map<String, RawJson> fields = JsonFields.of(decisionTrace);
        return new Reasoning(
                JsonFields.first(fields, "reasoning"),
                JsonFields.first(fields, "alternatives_considered", "alternatives"),
                JsonFields.first(fields, "confidence"));
    }

    void addTo(List<String> lines) {
        if (reason != null) {
            line(lines, LABEL, text(reason));
        }
        if (alternatives != null && !alternatives.text().equals("[]")) {
            line(lines, "Alternatives considered: ", alternatives(alternatives));
        }
        if (confidence != null) {
            line(lines, "Confidence: ", text(confidence));
        }
    }

    /** Adds no line for a text without visible characters. */
    private static void line(List<String> lines, String label, String text) {
        String shown = Markdown.inline(text, Markdown.LONG);
        if (!shown.isEmpty()) {
            lines.add(label + shown);
        }
    }

    /** The content of a string, the JSON of anything else. */
    static String text(RawJson value) {
        String string = value.string();
        return string == null ? value.text() : string;
    }

    private static String alternatives(RawJson alternatives) {
        List<RawJson> items = alternatives.elements();
        return items.isEmpty()
                ? text(alternatives)
                : String.join(", ", items.stream().map(Reasoning::text).toList());
    }
}
