/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.event;

/** The role of an event in its session. */
public enum EventKind {
    /** The session begins. */
    START,
    /** An ordinary event. */
    STEP,
    /** The session ends. */
    END;

    public static EventKind of(String eventType) {
        return switch (eventType) {
            case AgentEvent.SESSION_START -> START;
            case AgentEvent.SESSION_END -> END;
            default -> STEP;
        };
    }
}
