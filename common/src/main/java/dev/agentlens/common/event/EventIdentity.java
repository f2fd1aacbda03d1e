/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.event;

/**
 * The identity of an event: two sessions may use the same event id.
 *
 * @param sessionId 1 to 128 of {@code A-Z a-z 0-9 _ - . :}
 * @param eventId 1 to 256 characters, without control characters
 */
public record EventIdentity(String sessionId, String eventId) {

    public static final int MAX_EVENT_ID_LENGTH = 256;
}
