/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import java.nio.ByteBuffer;

/** What is sent next. */
public interface Requests {

    /** The room that one request needs at most, in bytes. */
    int capacity();

    /**
     * Writes a complete request at the buffer's start and flips the buffer.
     *
     * @return how many items it carries: events of a batch, 1 for a read
     */
    int next(ByteBuffer into);
}
