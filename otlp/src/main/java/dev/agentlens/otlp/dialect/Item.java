/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.dialect;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the tables look at: the attributes of a span or log record, and what else it has as attributes whose names begin
 * with {@code @}. What a row took is marked, so that the rest can be kept beside the fields.
 */
public final class Item {

    private final Map<String, AnyValue> attributes = new LinkedHashMap<>();
    private final Map<String, AnyValue> about;
    private final List<Span.Event> events;
    private final Set<String> taken = new HashSet<>();
    private final Set<Span.Event> takenEvents = new HashSet<>();

    /**
     * @param attributes as sent; of a repeated name the last counts
     * @param about the name, the scope and so on, with their {@code @}
     * @param events of a span
     */
    public Item(List<KeyValue> attributes, Map<String, AnyValue> about, List<Span.Event> events) {
        attributes.forEach(pair -> this.attributes.put(pair.getKey(), pair.getValue()));
        this.about = about;
        this.events = events;
    }

    public @Nullable AnyValue get(String name) {
        // An attribute that a sender names so is none of these.
        return name.startsWith("@") ? about.get(name) : attributes.get(name);
    }

    /** As sent, each name once. */
    public Map<String, AnyValue> attributes() {
        return attributes;
    }

    /** The names that begin with {@code @}. */
    Set<String> about() {
        return about.keySet();
    }

    List<Span.Event> events() {
        return events;
    }

    void take(String name) {
        taken.add(name);
    }

    void take(Span.Event event) {
        takenEvents.add(event);
    }

    /** Whether a field holds the value of this attribute. */
    public boolean isTaken(String name) {
        return taken.contains(name);
    }

    public boolean isTaken(Span.Event event) {
        return takenEvents.contains(event);
    }

    /** The text of a value that is a string, a whole number or a boolean; null for any other, and for blank text. */
    static @Nullable String text(@Nullable AnyValue value) {
        if (value == null) {
            return null;
        }
        String text = switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            default -> "";
        };
        return text.isBlank() ? null : text;
    }
}
