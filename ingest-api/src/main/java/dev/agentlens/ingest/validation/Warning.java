/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

/**
 * A value that was mended rather than refused.
 *
 * @param index of the event in its batch, from 0
 * @param field name of the field
 * @param message what was expected, what arrived and what was made of it
 */
public record Warning(int index, String field, String message) {}
