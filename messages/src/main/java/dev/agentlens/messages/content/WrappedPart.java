/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.content;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Draft;
import tools.jackson.databind.node.ObjectNode;

/** A part in a wrapper: {@code message_content} of OpenInference, LangChain's {@code non_standard}. */
final class WrappedPart implements PartShape {

    @Override
    public boolean read(Fields part, Draft message, int depth) {
        ObjectNode inner = part.peek("message_content") instanceof ObjectNode content
                ? content
                : part.peekText("type").equals("non_standard") && part.peek("value") instanceof ObjectNode value
                        ? value
                        : null;
        if (inner == null || !Content.part(inner, message, depth)) {
            return false;
        }
        part.take("message_content", "value");
        part.takeType(type -> type.equals("non_standard"));
        return true;
    }
}
