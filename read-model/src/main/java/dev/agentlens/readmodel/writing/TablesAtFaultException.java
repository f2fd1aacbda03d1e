/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.writing;

/** The read tables refuse events that are hardly to blame. Nothing is set aside; the batch is tried again until it goes in. */
final class TablesAtFaultException extends RuntimeException {

    TablesAtFaultException(String what) {
        super(what);
    }
}
