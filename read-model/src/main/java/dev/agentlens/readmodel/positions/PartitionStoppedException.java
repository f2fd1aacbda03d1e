/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.positions;

/** The projection of a partition cannot go on without leaving something out; the message says why and what to do. */
public final class PartitionStoppedException extends RuntimeException {

    public PartitionStoppedException(String reason) {
        super(reason);
    }
}
