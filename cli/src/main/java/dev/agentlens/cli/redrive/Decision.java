/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.redrive;

import org.jspecify.annotations.Nullable;

/** What a redrive does with an entry. */
public sealed interface Decision<S> {

    /**
     * @param what is sent
     * @param change of it against the original, in words; null: none
     */
    record Send<S>(S what, @Nullable String change) implements Decision<S> {}

    /** @param reason why sending it would be in vain */
    record LeaveAlone<S>(String reason) implements Decision<S> {}
}
