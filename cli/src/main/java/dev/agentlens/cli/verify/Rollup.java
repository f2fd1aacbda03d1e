/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import java.util.List;

/** The rollup tables, in the order of their names. */
enum Rollup {
    AGENT("agent_rollup", true, "sessions", "tokens"),
    DAY("day_rollup", true, "sessions", "tokens"),
    EVENT_TYPE("event_type_rollup", false, "events"),
    HOUR("hour_rollup", false, "events"),
    MODEL("model_rollup", false, "calls", "tokens_in", "tokens_out", "timed_calls", "duration_ms"),
    SESSION("session_rollup", true, "sessions", "events", "tokens_in", "tokens_out", "ended_sessions", "duration_us");

    private final String table;
    private final boolean ofSessions;
    private final List<String> columns;

    Rollup(String table, boolean ofSessions, String... columns) {
        this.table = table;
        this.ofSessions = ofSessions;
        this.columns = List.of(columns);
    }

    String table() {
        return table;
    }

    /** A session that stands in several partitions is booked in the one whose event moved it last. */
    boolean isOfSessions() {
        return ofSessions;
    }

    /** The counters. */
    List<String> columns() {
        return columns;
    }

    static Rollup ofTable(String table) {
        for (Rollup rollup : values()) {
            if (rollup.table.equals(table)) {
                return rollup;
            }
        }
        throw new IllegalArgumentException(table);
    }
}
