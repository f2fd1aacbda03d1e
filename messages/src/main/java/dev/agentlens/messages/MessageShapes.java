/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages;

import java.util.List;

/** The shapes of an object that is a message as a whole. */
final class MessageShapes {

    /** The first that fits reads it. */
    static final List<MessageShape> ALL = List.of(new LangChainMessage(), new AutoGenMessage(), new RoleMessage());

    private MessageShapes() {}
}
