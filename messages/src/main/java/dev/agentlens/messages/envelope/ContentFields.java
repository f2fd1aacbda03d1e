/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.envelope;

import dev.agentlens.messages.content.MessageBody;
import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Draft;
import dev.agentlens.messages.reading.MessageShape;
import dev.agentlens.messages.reading.Reading;

/** Content, reasoning and calls without a role: Vercel's and Cohere's results, {@code {"content"}}, {@code {"text"}}. */
final class ContentFields implements MessageShape {

    @Override
    public boolean read(Fields object, Reading reading, String role, int depth) {
        Draft message = new Draft(role);
        boolean known = MessageBody.read(object, message, depth);
        if (known) {
            reading.add(message);
        }
        return known;
    }
}
