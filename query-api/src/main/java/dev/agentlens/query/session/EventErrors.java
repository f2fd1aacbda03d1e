/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.messages.Errors;
import dev.agentlens.messages.Json;
import java.util.Set;

/** Which events are errors. */
public final class EventErrors {

    private static final Set<String> TYPES = Set.of("error", "agent_error", "tool_error");

    private EventErrors() {}

    /** By its type, or by a field {@code error} that says so. */
    public static boolean failed(TraceEvent event) {
        if (TYPES.contains(event.eventType())) {
            return true;
        }
        RawJson error = JsonFields.of(event.extra()).get("error");
        return error != null && Errors.text(Json.parse(error.text())) != null;
    }
}
