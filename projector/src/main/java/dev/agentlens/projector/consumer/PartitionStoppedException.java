/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.consumer;

/** The projection of a partition cannot go on without leaving something out; the message says why and what to do. */
public final class PartitionStoppedException extends RuntimeException {

    PartitionStoppedException(String reason) {
        super(reason);
    }
}
