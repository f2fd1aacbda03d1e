/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import java.util.Locale;

/** Why a stream ends, other than by its client. */
enum LiveEnd {
    /** The client is further behind than the feed keeps messages. */
    SLOW,
    /** This instance stops; another one continues from the same position. */
    SHUTDOWN,
    /** The topic was replaced: positions of the previous one are no longer valid. */
    REPLACED,
    /** The read tables could not be read. */
    UNAVAILABLE;

    /** The reason as sent to the client. */
    String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
