/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.content;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Draft;

/** One way in which a part of a message's content is written. */
interface PartShape {

    /**
     * Takes what it knows out of {@code part} and adds it to {@code message}.
     *
     * @param depth how deeply the part is nested
     * @return whether the part has this shape; if not, nothing was taken or added
     */
    boolean read(Fields part, Draft message, int depth);
}
