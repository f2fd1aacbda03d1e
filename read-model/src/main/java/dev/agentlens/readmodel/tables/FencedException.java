/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import java.util.List;

/** Another projector has advanced these partitions; no part of this batch was written. */
public final class FencedException extends RuntimeException {

    FencedException(List<Integer> partitions) {
        super("Another projector has moved on one of the partitions " + partitions);
    }
}
