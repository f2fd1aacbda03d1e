/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.events;

/**
 * The position of a text in an event.
 *
 * @param field of the event
 * @param offset in the compact JSON of the field's value, in UTF-16 code units
 */
record Match(String field, int offset) {}
