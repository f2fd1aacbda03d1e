/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.vocabulary;

import java.util.Set;

/** Types of events that count as errors. */
public final class ErrorTypes {

    private static final Set<String> TYPES = Set.of("error", "agent_error", "tool_error");

    private ErrorTypes() {}

    public static boolean include(String eventType) {
        return TYPES.contains(eventType);
    }
}
