/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.writing;

/** The read tables reject even known-good events. Nothing is dead-lettered; the batch is retried until it succeeds. */
final class FaultyTablesException extends RuntimeException {

    FaultyTablesException(String what) {
        super(what);
    }
}
