/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.check;

import dev.agentlens.e2e.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where a response is not what it should be: {@code at} is a path such as {@code overview.total_events}. */
record Difference(String at, String expected, String found) {

    private static final int SHOWN = 300;

    /** Every one, down to the single fields; arrays are compared place by place. */
    static List<Difference> between(JsonNode expected, JsonNode found) {
        List<Difference> differences = new ArrayList<>();
        collect("", expected, found, differences);
        return differences;
    }

    private static void collect(
            String at, @Nullable JsonNode expected, @Nullable JsonNode found, List<Difference> differences) {
        if (expected != null && found != null) {
            if (Json.same(expected, found)) {
                return;
            }
            if (expected.isObject() && found.isObject()) {
                Set<String> names = new TreeSet<>(expected.propertyNames());
                names.addAll(found.propertyNames());
                names.forEach(name -> collect(
                        at.isEmpty() ? name : at + "." + name, expected.get(name), found.get(name), differences));
                return;
            }
            if (expected.isArray() && found.isArray()) {
                for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
                    collect(at + "[" + i + "]", expected.get(i), found.get(i), differences);
                }
                return;
            }
        }
        differences.add(new Difference(at, shown(expected), shown(found)));
    }

    private static String shown(@Nullable JsonNode value) {
        String text = value == null ? "nothing" : value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
