/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.reading;

import dev.agentlens.messages.json.Fields;

/** One way in which a message, or an object that holds messages, is written. */
public interface MessageShape {

    /**
     * Takes what it knows out of {@code object} and adds the messages to {@code reading}.
     *
     * @param role of messages that say none
     * @param depth how deeply the object is nested
     * @return whether anything was taken
     */
    boolean read(Fields object, Reading reading, String role, int depth);
}
