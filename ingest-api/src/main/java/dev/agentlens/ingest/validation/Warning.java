/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A value that was normalised rather than rejected.
 *
 * @param index of the event in its batch, from 0
 * @param field name of the field
 * @param message what was expected, what arrived and how it was normalised
 */
public record Warning(
        int index, String field, String message, @JsonIgnore WarningKind kind) {}
