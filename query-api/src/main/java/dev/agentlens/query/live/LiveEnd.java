/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import java.util.Locale;

/** Why a stream ends, other than by its client. */
enum LiveEnd {
    /** The client is further behind than the feed keeps messages. */
    SLOW,
    /** This instance stops; another one goes on from the same position. */
    SHUTDOWN,
    /** The topic was replaced: positions of the one before mean nothing now. */
    REPLACED,
    /** The read tables could not be read. */
    UNAVAILABLE;

    /** As its client reads it. */
    String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
