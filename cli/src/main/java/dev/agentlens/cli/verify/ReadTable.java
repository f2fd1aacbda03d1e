/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.util.StreamUtils;

/**
 * The read tables in the order in which they are compared. The script of each, {@code TABLE.sql} beside this class, says what
 * the table must contain ({@code expected_TABLE}) and what it contains ({@code found_TABLE}); it may use what the scripts
 * before it created.
 */
enum ReadTable {
    ERASED_SESSIONS("session_id"),
    EVENTS("session_id", "event_id"),
    SESSIONS("session_id"),
    AGENT_ROLLUP("agent_name", "shard"),
    DAY_ROLLUP("day", "shard"),
    EVENT_TYPE_ROLLUP("event_type", "shard"),
    HOUR_ROLLUP("hour", "shard"),
    MODEL_ROLLUP("model", "shard"),
    SESSION_ROLLUP("status", "shard"),
    EVENT_USAGE("grain", "kind", "at", "agent_name", "name", "model"),
    SESSION_USAGE("grain", "at", "agent_name", "status", "model"),
    PROJECTION_OFFSETS("shard");

    private final List<String> key;

    ReadTable(String... key) {
        this.key = List.of(key);
    }

    String table() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The columns that identify a row. */
    List<String> key() {
        return key;
    }

    String script() {
        return script(table());
    }

    /** @param name of a script beside this class */
    static String script(String name) {
        try {
            return StreamUtils.copyToString(
                    Objects.requireNonNull(ReadTable.class.getResourceAsStream(name + ".sql")), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
