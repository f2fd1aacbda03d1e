/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import org.jspecify.annotations.Nullable;

/**
 * A number as it counts.
 *
 * @param problem what was wrong with the one sent and what was made of it, after the field's name; null if nothing was
 */
record Quantity<T extends Number>(T value, @Nullable String problem) {

    static <T extends Number> Quantity<T> exact(T value) {
        return new Quantity<>(value, null);
    }
}
