/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.message;

import dev.agentlens.messages.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call of a tool.
 *
 * @param id by which its result names it
 * @param name null where the call names no tool
 * @param input its arguments; an object or array that came as a JSON string is that object or array
 * @param output what the tool returned, where the call itself carries it
 * @param error where the call failed; blank if no message says why
 */
public record ToolCall(
        @Nullable String id,
        @Nullable String name,
        @Nullable JsonNode input,
        @Nullable JsonNode output,
        @Nullable String error) {

    /** {@code name(arguments)}, the arguments as compact JSON. */
    public String shown() {
        return (name == null ? "unknown tool" : name) + '(' + (input == null ? "" : Json.compact(input)) + ')';
    }
}
