/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import org.jspecify.annotations.Nullable;

/**
 * A normalised number.
 *
 * @param problem the problem with the sent number and its correction, as text after the field's name; null if there is
 *     none
 */
record Quantity<T extends Number>(T value, @Nullable String problem) {

    static <T extends Number> Quantity<T> exact(T value) {
        return new Quantity<>(value, null);
    }
}
