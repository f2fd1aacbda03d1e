/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import dev.agentlens.cli.parquet.ParquetSchema;
import dev.agentlens.cli.parquet.ParquetSchema.Column;
import dev.agentlens.cli.parquet.ParquetSchema.Kind;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of tables (CSV, Parquet). The last, {@code other}, has as an object the fields that have no column of their
 * own, so that nothing is lost.
 */
record Columns(ParquetSchema schema, Set<String> names) {

    static final String OTHER = "other";

    static final Columns SESSIONS = of(
            "session",
            new Column("session_id", Kind.TEXT),
            new Column("agent_name", Kind.TEXT),
            new Column("status", Kind.TEXT),
            new Column("started_at", Kind.TIME),
            new Column("ended_at", Kind.TIME),
            new Column("duration_ms", Kind.DECIMAL),
            new Column("conversation_id", Kind.TEXT),
            new Column("title", Kind.TEXT),
            new Column("total_tokens_in", Kind.INTEGER),
            new Column("total_tokens_out", Kind.INTEGER),
            new Column("cache_read_tokens", Kind.INTEGER),
            new Column("cache_write_tokens", Kind.INTEGER),
            new Column("reasoning_tokens", Kind.INTEGER),
            new Column("cost_usd", Kind.DECIMAL),
            new Column("unpriced_tokens", Kind.INTEGER),
            new Column("event_count", Kind.INTEGER),
            new Column("error_count", Kind.INTEGER),
            new Column("models", Kind.JSON),
            new Column("tools", Kind.JSON),
            new Column("metadata", Kind.JSON),
            new Column(OTHER, Kind.JSON));

    static final Columns EVENTS = of(
            "event",
            new Column("session_id", Kind.TEXT),
            new Column("event_id", Kind.TEXT),
            new Column("event_type", Kind.TEXT),
            new Column("timestamp", Kind.TIME),
            new Column("model", Kind.TEXT),
            new Column("tokens_in", Kind.INTEGER),
            new Column("tokens_out", Kind.INTEGER),
            new Column("cache_read_tokens", Kind.INTEGER),
            new Column("cache_write_tokens", Kind.INTEGER),
            new Column("reasoning_tokens", Kind.INTEGER),
            new Column("cost_usd", Kind.DECIMAL),
            new Column("duration_ms", Kind.DECIMAL),
            new Column("input_data", Kind.JSON),
            new Column("output_data", Kind.JSON),
            new Column("tool_call", Kind.JSON),
            new Column("decision_trace", Kind.JSON),
            new Column(OTHER, Kind.JSON));

    private static Columns of(String row, Column... columns) {
        Set<String> names = new HashSet<>();
        List.of(columns).forEach(column -> names.add(column.name()));
        names.remove(OTHER);
        return new Columns(new ParquetSchema(row, List.of(columns)), Set.copyOf(names));
    }

    /** A value for each column: null where the object does not have it, or has null. */
    List<@Nullable RawJson> cells(Map<String, RawJson> object) {
        List<@Nullable RawJson> cells = new ArrayList<>(schema.columns().size());
        for (Column column : schema.columns()) {
            RawJson value = column.name().equals(OTHER) ? other(object) : object.get(column.name());
            cells.add(value == null || value.isNull() ? null : value);
        }
        return cells;
    }

    private @Nullable RawJson other(Map<String, RawJson> object) {
        JsonObjectWriter other = new JsonObjectWriter(256);
        object.forEach((name, value) -> {
            if (!names.contains(name)) {
                other.raw(name, value);
            }
        });
        return other.isEmpty() ? null : RawJson.ofStored(other.bytes());
    }
}
