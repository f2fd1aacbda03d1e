/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * All sections of one run.
 *
 * @param command that repeats it
 */
public record Report(Host host, Instant begun, String command, List<Section> sections) {

    public String json() {
        return JsonMapper.builder()
                .build()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(Map.of(
                        "begun",
                        begun.truncatedTo(ChronoUnit.SECONDS).toString(),
                        "command",
                        command,
                        "host",
                        host,
                        "sections",
                        sections.stream().map(Report::tree).toList()));
    }

    /** A section with the settings that a reader needs to assess it, from the title down. */
    public String markdown(Section section) {
        String settings = section.settings().entrySet().stream()
                .map(setting -> "- " + setting.getKey() + ": " + setting.getValue() + "\n")
                .collect(Collectors.joining());
        String notes = section.notes().stream().map(note -> "\n" + note + "\n").collect(Collectors.joining());
        return "### " + section.title() + "\n\n`" + command + "`, " + begun.truncatedTo(ChronoUnit.MINUTES) + "\n\n"
                + "- machine: " + host.text() + "\n" + settings + "\n" + Table.of(section.lines()) + notes;
    }

    private static Map<String, Object> tree(Section section) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", section.name());
        tree.put("title", section.title());
        tree.put("settings", section.settings());
        tree.put("lines", section.lines().stream().map(Report::tree).toList());
        tree.put("notes", section.notes());
        return tree;
    }

    private static Map<String, Object> tree(Line line) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("what", line.what());
        tree.put("unit", line.unit());
        put(tree, "limit", line.limit());
        put(tree, "ours", line.ours());
        put(tree, "ratio", line.ratio());
        put(tree, "latency_ms", line.latency());
        put(tree, "target", line.target() == null ? null : line.target().text());
        put(tree, "reached", line.reached());
        put(tree, "note", line.note().isEmpty() ? null : line.note());
        return tree;
    }

    private static void put(Map<String, Object> tree, String name, @Nullable Object value) {
        if (value != null) {
            tree.put(name, value);
        }
    }
}
