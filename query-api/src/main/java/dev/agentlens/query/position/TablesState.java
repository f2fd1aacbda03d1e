/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.position;

import java.time.OffsetDateTime;
import java.util.Map;

/**
 * What the read tables contained at one moment.
 *
 * @param nextOffsets by the topic id of the log that they are a fold of, and by partition; empty where they do not say yet
 *     which log that is
 */
public record TablesState(Incarnation incarnation, Map<String, Map<Integer, Long>> nextOffsets) {

    /**
     * The time between two crashes of PostgreSQL. Within it, commits are kept; a crash may take the last commits
     * of a projector with it, which then repeats them. Every crash ends all connections, also one that the server
     * itself survives, so a working connection has not seen a crash.
     *
     * @param connection a number for each connection that was used
     */
    record Incarnation(long connection, OffsetDateTime serverStarted) {}
}
