/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.envelope;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.json.JsonStrings;
import dev.agentlens.messages.reading.MessageShape;
import dev.agentlens.messages.reading.Reading;
import tools.jackson.databind.JsonNode;

/** Messages that are one level deeper: the body of a recorded request, the update of a graph's node. */
final class Nested implements MessageShape {

    private static final int MOST = 8;

    @Override
    public boolean read(Fields object, Reading reading, String role, int depth) {
        if (object.tookAny() || object.object().size() > MOST) {
            return false;
        }
        boolean any = false;
        for (String name : object.object().propertyNames()) {
            JsonNode value = object.peek(name);
            if (value != null
                    && value.isObject()
                    && JsonStrings.isSign(value)
                    && reading.valueIfKnown(value, role, depth)) {
                object.take(name);
                any = true;
            }
        }
        return any;
    }
}
