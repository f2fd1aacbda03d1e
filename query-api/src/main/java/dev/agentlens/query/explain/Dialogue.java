/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prompt and response of a model, shortened for display. Unknown parts are null.
 *
 * @param requested the tools that the response requests beside its text
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

    /** Fills the unknown parts from {@code other}. */
    Dialogue or(Dialogue other) {
        boolean responds = response != null || requested != null;
        return new Dialogue(
                prompt == null ? other.prompt : prompt,
                responds ? response : other.response,
                responds ? requested : other.requested,
                reasoning == null ? other.reasoning : reasoning);
    }

    /** Names unknown parts in words. @param failed no response is expected; the headline has the error */
    Dialogue orUnknown(boolean failed) {
        return new Dialogue(
                prompt == null ? "unknown prompt" : prompt,
                response == null && !failed ? "unknown response" : response,
                requested,
                reasoning);
    }

    /** @param lines receives a line for each known part */
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
