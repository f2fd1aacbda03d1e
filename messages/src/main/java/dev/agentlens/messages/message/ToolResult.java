/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.message;

import org.jspecify.annotations.Nullable;

/**
 * What a tool returned, as a message passes it to the model.
 *
 * @param callId the {@link ToolCall#id()} that it belongs to
 * @param name of the tool
 * @param text its text; JSON that is no text is compact JSON
 * @param failed whether it is marked as an error
 */
public record ToolResult(@Nullable String callId, @Nullable String name, String text, boolean failed) {}
