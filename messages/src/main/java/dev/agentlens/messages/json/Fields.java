/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.json;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An object while it is read. Shapes take fields out of it; the rest is left over. Null fields count as absent. */
public final class Fields {

    private final ObjectNode object;
    private final Set<String> taken = new HashSet<>();

    public Fields(ObjectNode object) {
        this.object = object;
    }

    public ObjectNode object() {
        return object;
    }

    public boolean has(String name) {
        return peek(name) != null;
    }

    public boolean hasAny(String... names) {
        for (String name : names) {
            if (has(name)) {
                return true;
            }
        }
        return false;
    }

    public @Nullable JsonNode peek(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() || taken.contains(name) ? null : value;
    }

    /** Its content if it is a string, else empty. */
    public String peekText(String name) {
        JsonNode value = peek(name);
        return value != null && value.isString() ? value.stringValue() : "";
    }

    /** The first of these that is there. */
    public @Nullable JsonNode take(String... names) {
        for (String name : names) {
            JsonNode value = peek(name);
            if (value != null) {
                taken.add(name);
                return value;
            }
        }
        return null;
    }

    /** The first of these that is a string. */
    public @Nullable String takeText(String... names) {
        for (String name : names) {
            JsonNode value = peek(name);
            if (value != null && value.isString()) {
                taken.add(name);
                return value.stringValue();
            }
        }
        return null;
    }

    /** The first of these that is an object. */
    public @Nullable ObjectNode takeObject(String... names) {
        for (String name : names) {
            if (peek(name) instanceof ObjectNode value) {
                taken.add(name);
                return value;
            }
        }
        return null;
    }

    /** The first of these that is an array. */
    public @Nullable ArrayNode takeArray(String... names) {
        for (String name : names) {
            if (peek(name) instanceof ArrayNode value) {
                taken.add(name);
                return value;
            }
        }
        return null;
    }

    /** The first of these that is {@code true} or {@code false}; else false. */
    public boolean takeFlag(String... names) {
        for (String name : names) {
            JsonNode value = peek(name);
            if (value != null && value.isBoolean()) {
                taken.add(name);
                return value.booleanValue();
            }
        }
        return false;
    }

    /** Takes {@code type} if it is one of these: it says nothing more, then. */
    public void takeType(Predicate<String> known) {
        for (String name : new String[] {"type", "block_type"}) {
            if (!peekText(name).isEmpty() && known.test(peekText(name))) {
                take(name);
            }
        }
    }

    public boolean tookAny() {
        return !taken.isEmpty();
    }

    /** The fields that were not taken; null if there are none. */
    public @Nullable ObjectNode rest() {
        if (taken.isEmpty()) {
            return object.isEmpty() ? null : object;
        }
        ObjectNode rest = object.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!taken.contains(field.getKey()) && !field.getValue().isNull()) {
                rest.set(field.getKey(), field.getValue());
            }
        }
        return rest.isEmpty() ? null : rest;
    }
}
