/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.content;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Draft;
import java.util.Set;

/** The start or end marker of a step in Vercel's AI SDK, without content. */
final class MarkerPart implements PartShape {

    private static final Set<String> TYPES = Set.of("step-start", "step-finish", "start-step", "finish-step");

    @Override
    public boolean read(Fields part, Draft message, int depth) {
        boolean marker = TYPES.contains(part.peekText("type"));
        if (marker) {
            part.take("type");
        }
        return marker;
    }
}
