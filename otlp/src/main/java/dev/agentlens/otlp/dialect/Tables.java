/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the tables from the resources of this package; see the README there. A mistake in one stops the start. */
final class Tables {

    static final Set<String> FIELDS = Set.of(
            "event_type",
            "agent_name",
            "model",
            "conversation_id",
            "tokens_in",
            "tokens_out",
            "cache_read_tokens",
            "cache_write_tokens",
            "reasoning_tokens",
            "total_tokens",
            "duration_ms",
            "input_data",
            "output_data",
            "tool_name",
            "tool_id",
            "tool_input",
            "tool_output",
            "decision_trace",
            "error",
            "error_type",
            "error_message",
            "message_in",
            "message_out");

    private static final int COLUMNS = 5;

    private Tables() {}

    /** The rows of the tables that the list SIGNAL.list names, in its order. */
    static List<Rule> load(String signal) {
        List<Rule> rules = new ArrayList<>();
        int table = 0;
        for (String name : lines(signal + ".list")) {
            if (isContent(name)) {
                read(name.strip(), table++, rules);
            }
        }
        return rules;
    }

    static void read(String name, int table, List<Rule> rules) {
        List<String> lines = lines(name + ".table");
        for (int i = 0; i < lines.size(); i++) {
            if (isContent(lines.get(i))) {
                try {
                    rules.add(rule(lines.get(i), rules.size(), table));
                } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                    throw new IllegalStateException(
                            name + ".table, line " + (i + 1) + ": " + e.getMessage() + ": " + lines.get(i), e);
                }
            }
        }
    }

    private static Rule rule(String line, int order, int table) {
        String[] cells = line.split("\\|", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalArgumentException("A row has " + COLUMNS + " cells");
        }
        String field = cells[0].strip();
        int dot = field.indexOf('.');
        String fieldName = dot < 0 ? field : field.substring(0, dot);
        String source = cells[1].strip();
        if (!FIELDS.contains(fieldName) || source.isEmpty() || cells[4].isBlank()) {
            throw new IllegalArgumentException("A row names a known field, an attribute, and where that is documented");
        }
        return new Rule(
                order,
                table,
                fieldName,
                dot < 0 ? null : field.substring(dot + 1),
                source,
                ofPrefix(source, Conversions.parse(cells[2].strip())),
                conditions(cells[3].strip()));
    }

    /** What is written NAME.N is looked up by the prefix. */
    private static Conversion ofPrefix(String source, Conversion conversion) {
        if (!source.endsWith(".N")) {
            return conversion;
        }
        String prefix = source.substring(0, source.length() - 2);
        return (item, any) -> conversion.apply(item, prefix);
    }

    private static List<Condition> conditions(String cell) {
        List<Condition> conditions = new ArrayList<>();
        for (String term : cell.split(" +")) {
            if (!term.isEmpty()) {
                conditions.add(Condition.parse(term));
            }
        }
        return List.copyOf(conditions);
    }

    private static boolean isContent(String line) {
        return !line.isBlank() && !line.startsWith("#");
    }

    private static List<String> lines(String file) {
        try (InputStream in = Tables.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("There is no table " + file);
            }
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
