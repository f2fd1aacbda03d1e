/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import java.util.List;

/** The projection of these partitions has been moved on by another projector; nothing of this batch was written. */
public final class FencedException extends RuntimeException {

    FencedException(List<Integer> partitions) {
        super("Another projector has moved on one of the partitions " + partitions);
    }
}
