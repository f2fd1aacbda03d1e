/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.shape;

import dev.agentlens.messages.reading.MessageShape;
import java.util.List;

/** The shapes of an object that is a complete message. */
public final class MessageShapes {

    /** The first that fits reads it. */
    public static final List<MessageShape> ALL =
            List.of(new LangChainMessage(), new AutoGenMessage(), new RoleMessage());

    private MessageShapes() {}
}
