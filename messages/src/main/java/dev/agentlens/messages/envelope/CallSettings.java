/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.envelope;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.reading.MessageShape;
import dev.agentlens.messages.reading.Reading;
import java.util.Set;

/** The settings of a call whose messages were not recorded: they are no message. */
final class CallSettings implements MessageShape {

    private static final Set<String> NAMES = Set.of(
            "tools",
            "tool_choice",
            "toolChoice",
            "tool_definitions",
            "toolConfig",
            "model",
            "temperature",
            "top_p",
            "topP",
            "max_tokens",
            "maxTokens",
            "stream");

    @Override
    public boolean read(Fields object, Reading reading, String role, int depth) {
        return object.hasAny("tools", "tool_choice", "toolChoice", "tool_definitions")
                && !object.tookAny()
                && NAMES.containsAll(object.object().propertyNames());
    }
}
