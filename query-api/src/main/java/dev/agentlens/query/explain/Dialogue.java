/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said to a model and what it said, cut to what is shown. Null what is not known.
 *
 * @param requested the tools that the response asks for beside its text
 * @param reasoning of the model
 */
record Dialogue(
        @Nullable String prompt,
        @Nullable String response,
        @Nullable String requested,
        @Nullable String reasoning) {

    static final Dialogue NONE = new Dialogue(null, null, null, null);

    static Dialogue of(ModelCall call) {
        String thought = call.reasoning() == null ? null : Markdown.inline(call.reasoning(), Markdown.LONG);
        return new Dialogue(call.prompt(), call.response(), call.requestedTools(), thought);
    }

    /** What this one does not know is the other's. */
    Dialogue or(Dialogue other) {
        boolean responds = response != null || requested != null;
        return new Dialogue(
                prompt == null ? other.prompt : prompt,
                responds ? response : other.response,
                responds ? requested : other.requested,
                reasoning == null ? other.reasoning : reasoning);
    }

    /** In words what is not known. @param failed it has no response, and its headline says why */
    Dialogue orUnknown(boolean failed) {
        return new Dialogue(
                prompt == null ? "unknown prompt" : prompt,
                response == null && !failed ? "unknown response" : response,
                requested,
                reasoning);
    }

    /** @param lines gets a line for each part that is known */
    void addTo(List<String> lines) {
        add(lines, "Prompt: ", prompt);
        add(lines, "Response: ", response);
        add(lines, "Tool calls: ", requested);
    }

    private static void add(List<String> lines, String label, @Nullable String text) {
        if (text != null) {
            lines.add(label + text);
        }
    }
}
