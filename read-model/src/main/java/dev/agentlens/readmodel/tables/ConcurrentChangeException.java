/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

/**
 * Another transaction changed sessions of this batch since they were read, or added its events. Happens only when a
 * session's events are in two partitions, as after their number was raised; trying the batch again is enough.
 */
public final class ConcurrentChangeException extends RuntimeException {

    ConcurrentChangeException(String what) {
        super(what);
    }
}
