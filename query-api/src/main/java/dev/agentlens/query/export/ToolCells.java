/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.export;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.query.session.ToolCall;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tool columns of a row. Of several calls, the names are separated by commas, and inputs and outputs are JSON arrays in
 * the order of the names, null if a call has no value.
 */
record ToolCells(
        @Nullable String name,
        @Nullable RawJson input,
        @Nullable RawJson output) {

    static ToolCells of(List<ToolCall> calls) {
        if (calls.size() > 1) {
            return new ToolCells(names(calls), all(calls, ToolCall::input), all(calls, ToolCall::output));
        }
        return calls.isEmpty()
                ? new ToolCells(null, null, null)
                : new ToolCells(
                        calls.get(0).name(), calls.get(0).input(), calls.get(0).output());
    }

    private static String names(List<ToolCall> calls) {
        return calls.stream().map(ToolCall::name).filter(Objects::nonNull).collect(Collectors.joining(", "));
    }

    private static @Nullable RawJson all(List<ToolCall> calls, Function<ToolCall, @Nullable RawJson> column) {
        List<@Nullable RawJson> values = calls.stream().map(column).toList();
        return values.stream().allMatch(Objects::isNull)
                ? null
                : RawJson.of(values.stream()
                        .map(value -> value == null ? "null" : value.text())
                        .collect(Collectors.joining(",", "[", "]")));
    }
}
