/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.query.session.JsonFields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why the agent did it, from the {@code decision_trace} of an event: an object, or the reasoning itself. */
record Reasoning(
        @Nullable RawJson reason,
        @Nullable RawJson alternatives,
        @Nullable RawJson confidence) {

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
        if (reason != null && !text(reason).isBlank()) {
            lines.add("💡 *Reasoning:* " + Markdown.inline(text(reason), Markdown.LONG));
        }
        if (alternatives != null && !alternatives.text().equals("[]")) {
            lines.add("Alternatives considered: " + Markdown.inline(alternatives(alternatives), Markdown.LONG));
        }
        if (confidence != null) {
            lines.add("Confidence: " + Markdown.inline(text(confidence), Markdown.LONG));
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
