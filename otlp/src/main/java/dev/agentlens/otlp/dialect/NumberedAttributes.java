/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.dialect;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.otlp.json.AnyValues;
import dev.agentlens.otlp.json.JsonText;
import io.opentelemetry.proto.common.v1.AnyValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lists that are flattened into attributes, as {@code llm.input_messages.0.message.role}, made a list again. Numbers give
 * the order alone: gaps close. The given names, which only repeat what an element is, are left out of the paths.
 */
final class NumberedAttributes {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_NUMBER_LENGTH = 9;

    private final List<String> wrappers;

    NumberedAttributes(List<String> wrappers) {
        this.wrappers = wrappers;
    }

    /** The prefix of a numbered attribute's name, without the dot before the number; null if it is none. */
    static @Nullable String prefix(String name) {
        for (int dot = name.indexOf('.'); dot > 0 && dot + 1 < name.length(); dot = name.indexOf('.', dot + 1)) {
            if (isDigit(name.charAt(dot + 1))) {
                return name.substring(0, dot);
            }
        }
        return null;
    }

    @Nullable
    RawJson list(Item item, String prefix) {
        Map<String, Object> root = new LinkedHashMap<>();
        item.attributes().forEach((name, value) -> {
            if (isNumbered(name, prefix) && put(root, name.substring(prefix.length() + 1), value)) {
                item.take(name);
            }
        });
        if (root.isEmpty()) {
            return null;
        }
        JsonText json = new JsonText(512);
        write(json, root);
        return json.value();
    }

    private static boolean isNumbered(String name, String prefix) {
        int dot = prefix.length();
        return name.length() > dot + 1
                && name.startsWith(prefix)
                && name.charAt(dot) == '.'
                && isDigit(name.charAt(dot + 1));
    }

    /** False where the path leads through, or ends at, what is there already. */
    private boolean put(Map<String, Object> root, String path, AnyValue value) {
        String[] steps = path.split("\\.", -1);
        if (steps.length > MAX_DEPTH || !isNumber(steps[0])) {
            return false;
        }
        Map<String, Object> at = root;
        for (int i = 0; i < steps.length - 1; i++) {
            if (i > 0 && wrappers.contains(steps[i])) {
                continue;
            }
            Object next = at.computeIfAbsent(steps[i], step -> new LinkedHashMap<String, Object>());
            if (!(next instanceof Map)) {
                return false;
            }
            at = children(next);
        }
        return at.putIfAbsent(steps[steps.length - 1], value) == null;
    }

    private static void write(JsonText json, Object node) {
        if (node instanceof AnyValue value) {
            AnyValues.append(json, value);
            return;
        }
        Map<String, Object> children = children(node);
        if (!children.isEmpty() && children.keySet().stream().allMatch(NumberedAttributes::isNumber)) {
            Map<Integer, Object> ordered = new TreeMap<>();
            children.forEach((number, child) -> ordered.putIfAbsent(Integer.parseInt(number), child));
            json.startArray();
            ordered.values().forEach(child -> write(json, child));
            json.endArray();
        } else {
            json.startObject();
            children.forEach((name, child) -> {
                json.name(name);
                write(json, child);
            });
            json.endObject();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> children(Object node) {
        return (Map<String, Object>) node;
    }

    private static boolean isNumber(String step) {
        return !step.isEmpty()
                && step.length() <= MAX_NUMBER_LENGTH
                && step.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
