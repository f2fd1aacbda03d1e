/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.query.session.ToolCall;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes the tool calls of an event. */
record ToolText(List<ToolCall> calls) {

    private static final int MAX_TOOLS = 8;

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** {@code **a** tool}, or {@code **a**, **b** and **c** tools}. */
    String names() {
        if (calls.size() < 2) {
            return "**" + name(calls.isEmpty() ? null : calls.get(0).name()) + "** tool";
        }
        List<String> names = calls.stream()
                .map(call -> "**" + name(call.name()) + "**")
                .distinct()
                .limit(MAX_TOOLS)
                .toList();
        if (names.size() < 2) {
            return names.get(0) + " tool";
        }
        int last = names.size() - 1;
        return names.subList(0, last).stream().collect(Collectors.joining(", ")) + " and " + names.get(last) + " tools";
    }

    /** @param named whether the headline contains the names */
    void addTo(List<String> lines, boolean named) {
        boolean several = calls.size() > 1;
        for (ToolCall call : calls.subList(0, Math.min(MAX_TOOLS, calls.size()))) {
            String of = several ? " (" + name(call.name()) + ")" : "";
            if (call.name() != null && !named) {
                lines.add("Tool: " + StepText.cut(call.name()));
            }
            add(lines, "Input" + of, call.input());
            add(lines, "Output" + of, call.output());
        }
        if (calls.size() > MAX_TOOLS) {
            lines.add("… " + (calls.size() - MAX_TOOLS) + " more");
        }
    }

    /** Whether {@code data} is this part of a call. */
    boolean hasPart(Function<ToolCall, @Nullable RawJson> part, @Nullable RawJson data) {
        return calls.stream().map(part).filter(Objects::nonNull).anyMatch(known -> known.equals(data));
    }

    private static void add(List<String> lines, String label, @Nullable RawJson json) {
        if (json != null) {
            lines.add(label + ": " + StepText.cut(json.text()));
        }
    }

    private static String name(@Nullable String name) {
        return StepText.name(name, "unknown tool");
    }
}
