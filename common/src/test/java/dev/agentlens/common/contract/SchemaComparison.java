/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.contract;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a change of a schema breaks. Who reads must not meet what could not come before: no field that is gone, no other
 * type or unit, no wider range. Who writes must not be refused what was taken before: no new duty, no narrower range.
 *
 * <p>Compares what our schemas are made of: types, ranges, fields, items, choices, and references within a document. None
 * of them contains itself.
 */
public final class SchemaComparison {

    /** Whom a schema serves. */
    public enum Role {
        READER,
        WRITER
    }

    /** Keywords of which any change changes the meaning. */
    private static final List<String> FIXED = List.of("const", "pattern", "format", "x-unit", "x-encoding");

    private static final List<String> UPPER_LIMITS = List.of("maximum", "maxLength", "maxItems");
    private static final List<String> LOWER_LIMITS = List.of("minimum", "minLength", "minItems");

    private final JsonNode oldDocument;
    private final JsonNode newDocument;
    private final Role role;
    private final Set<String> breaks = new LinkedHashSet<>();

    private SchemaComparison(JsonNode oldDocument, JsonNode newDocument, Role role) {
        this.oldDocument = oldDocument;
        this.newDocument = newDocument;
        this.role = role;
    }

    /**
     * What the change breaks for that role, each as "FIELD: what happened"; empty where it breaks nothing.
     *
     * @param oldDocument in which references of the old schema lead somewhere; the same for the new one
     */
    public static List<String> breaks(
            JsonNode oldDocument, JsonNode oldSchema, JsonNode newDocument, JsonNode newSchema, Role role) {
        SchemaComparison comparison = new SchemaComparison(oldDocument, newDocument, role);
        comparison.compare("", oldSchema, newSchema);
        return new ArrayList<>(comparison.breaks);
    }

    private void compare(String path, JsonNode oldGiven, JsonNode newGiven) {
        JsonNode before = resolved(oldDocument, oldGiven);
        JsonNode after = resolved(newDocument, newGiven);
        compareSets(path, "type", types(before), types(after));
        compareSets(path, "value", texts(before.path("enum")), texts(after.path("enum")));
        for (String keyword : FIXED) {
            if (!before.path(keyword).equals(after.path(keyword))) {
                breaks(path, keyword + " was " + shown(before.path(keyword)) + " and is " + shown(after.path(keyword)));
            }
        }
        UPPER_LIMITS.forEach(keyword -> compareLimit(path, keyword, before, after, 1));
        LOWER_LIMITS.forEach(keyword -> compareLimit(path, keyword, before, after, -1));
        compareFields(path, before, after);
        compareRequired(path, before, after);
        for (String part : List.of("items", "additionalProperties", "then")) {
            if (before.path(part).isObject()) {
                compare(path + (part.equals("then") ? "" : "[]"), before.path(part), after.path(part));
            }
        }
        compareChoices(path, before, after);
    }

    private void compareFields(String path, JsonNode before, JsonNode after) {
        before.path("properties").properties().forEach(field -> {
            JsonNode now = after.path("properties").path(field.getKey());
            String name = child(path, field.getKey());
            if (now.isMissingNode()) {
                breaks(name, "the field is gone, or has another name");
            } else {
                compare(name, field.getValue(), now);
            }
        });
    }

    private void compareRequired(String path, JsonNode before, JsonNode after) {
        Set<String> had = texts(before.path("required"));
        Set<String> has = texts(after.path("required"));
        if (role == Role.READER) {
            had.stream()
                    .filter(name ->
                            !has.contains(name) && after.path("properties").has(name))
                    .forEach(name -> breaks(child(path, name), "the field was always there and may now be absent"));
        } else {
            has.stream()
                    .filter(name -> !had.contains(name))
                    .forEach(name -> breaks(child(path, name), "the field was optional and is now required"));
        }
    }

    private void compareChoices(String path, JsonNode before, JsonNode after) {
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            for (int i = 0; i < before.path(choice).size(); i++) {
                compare(path, before.path(choice).get(i), after.path(choice).path(i));
            }
        }
    }

    /** An empty set means everything. */
    private void compareSets(String path, String what, Set<String> before, Set<String> after) {
        boolean wider = after.isEmpty() ? !before.isEmpty() : !before.isEmpty() && !before.containsAll(after);
        boolean narrower = before.isEmpty() ? !after.isEmpty() : !after.isEmpty() && !after.containsAll(before);
        if (role == Role.READER ? wider : narrower) {
            breaks(path, what + " was " + shown(before) + " and is " + shown(after));
        }
    }

    /** @param sign 1 for an upper limit, -1 for a lower one */
    private void compareLimit(String path, String keyword, JsonNode before, JsonNode after, int sign) {
        BigDecimal was = limit(before, keyword);
        BigDecimal is = limit(after, keyword);
        // No limit is further out than any.
        int further = was == null ? (is == null ? 0 : -1) : is == null ? 1 : sign * is.compareTo(was);
        if (role == Role.READER ? further > 0 : further < 0) {
            breaks(path, keyword + " was " + shown(before.path(keyword)) + " and is " + shown(after.path(keyword)));
        }
    }

    private static BigDecimal limit(JsonNode schema, String keyword) {
        return schema.path(keyword).isNumber() ? schema.path(keyword).decimalValue() : null;
    }

    private void breaks(String path, String what) {
        breaks.add((path.isEmpty() ? "the value" : path) + ": " + what);
    }

    private static JsonNode resolved(JsonNode document, JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.startsWith("#") ? resolved(document, document.at(reference.substring(1))) : schema;
    }

    private static Set<String> types(JsonNode schema) {
        Set<String> types =
                schema.path("type").isString() ? Set.of(schema.path("type").stringValue()) : texts(schema.path("type"));
        // Every integer is a number.
        if (types.contains("number")) {
            types = new LinkedHashSet<>(types);
            types.add("integer");
        }
        return types;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(element -> texts.add(element.asString()));
        return texts;
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String shown(Set<String> set) {
        return set.isEmpty() ? "anything" : String.join(" or ", set);
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "not set" : value.toString();
    }
}
