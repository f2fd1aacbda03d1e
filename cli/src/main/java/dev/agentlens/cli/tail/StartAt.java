/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.tail;

import java.time.Instant;

/** Where in the log to begin. */
sealed interface StartAt {

    /** With what comes next. */
    record End() implements StartAt {}

    /** With the oldest record that the log has. */
    record Beginning() implements StartAt {}

    /** With what was received at this time or later. */
    record Since(Instant time) implements StartAt {}
}
