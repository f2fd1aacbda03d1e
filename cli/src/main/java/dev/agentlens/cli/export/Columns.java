/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import dev.agentlens.cli.parquet.ParquetSchema;
import dev.agentlens.cli.parquet.ParquetSchema.Column;
import dev.agentlens.cli.parquet.ParquetSchema.Kind;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of tables (CSV, Parquet). The last, {@code other}, has as an object the fields that have no column of their
 * own, so that nothing is lost.
 */
record Columns(ParquetSchema schema, Map<String, Integer> indexes) {

    static final String OTHER = "other";

    static final Columns SESSIONS = of(
            "session",
            new Column("session_id", Kind.ID),
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
            new Column("event_id", Kind.ID),
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
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < columns.length; i++) {
            indexes.put(columns[i].name(), i);
        }
        indexes.remove(OTHER);
        return new Columns(new ParquetSchema(row, List.of(columns)), Map.copyOf(indexes));
    }

    /** A value for each column: null where the object does not have it, or has null. */
    List<@Nullable RawJson> cells(Map<String, RawJson> object) {
        @Nullable RawJson[] cells = new RawJson[schema.columns().size()];
        JsonObjectWriter other = new JsonObjectWriter(256);
        object.forEach((name, value) -> {
            Integer index = indexes.get(name);
            if (index == null) {
                other.raw(name, value);
            } else if (!value.isNull()) {
                cells[index] = value;
            }
        });
        if (!other.isEmpty()) {
            cells[cells.length - 1] = RawJson.ofStored(other.bytes());
        }
        return Arrays.asList(cells);
    }
}
