/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.tail;

import java.time.Instant;

/** Where in the log to start. */
sealed interface StartAt {

    /** At the end: with the next new record. */
    record End() implements StartAt {}

    /** With the oldest record that the log has. */
    record Beginning() implements StartAt {}

    /** With what was received at this time or later. */
    record Since(Instant time) implements StartAt {}
}
