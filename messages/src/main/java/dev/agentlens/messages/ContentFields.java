/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages;

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
