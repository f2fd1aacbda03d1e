/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.otlp.dialect.Item;
import dev.agentlens.otlp.dialect.Reading;
import dev.agentlens.otlp.json.JsonText;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the contract that the dialects know of one span.
 *
 * @param known whether any dialect knows the span
 * @param others in the order in which they are written
 */
record SpanFields(
        String eventType,
        boolean known,
        @Nullable String agentName,
        @Nullable String conversationId,
        Map<String, RawJson> others) {

    /** Only these have a model and tokens: an agent, a chain or a step repeats those of what it contains. */
    private static final Set<String> COUNTED = Set.of("llm_call", "embedding");

    private static final String TOOL_CALL = "tool_call";

    static SpanFields read(Reading reading, Span span, Item item) {
        String type = reading.text("event_type");
        String eventType = type == null ? SpanMapper.OTHER : type;
        Map<String, RawJson> fields = common(reading, eventType);
        String agentName = reading.text("agent_name");
        boolean known = type != null || agentName != null || !fields.isEmpty();
        String conversationId = reading.text("conversation_id");
        RawJson error = ItemError.ofSpan(reading, span, item);
        if (error != null) {
            fields.put("error", error);
        }
        return new SpanFields(eventType, known, agentName, conversationId, fields);
    }

    /** The fields that spans and log records share. */
    static Map<String, RawJson> common(Reading reading, String eventType) {
        Map<String, RawJson> fields = new LinkedHashMap<>();
        if (COUNTED.contains(eventType)) {
            put(fields, "model", reading);
            Tokens.read(reading, fields);
        }
        if (eventType.equals(TOOL_CALL)) {
            fields.put(TOOL_CALL, toolCall(reading));
        } else {
            put(fields, "input_data", reading);
            put(fields, "output_data", reading);
        }
        put(fields, "decision_trace", reading);
        return fields;
    }

    private static RawJson toolCall(Reading reading) {
        JsonText call = new JsonText(256).startObject();
        put(call, "name", reading.field("tool_name"));
        put(call, "id", reading.field("tool_id"));
        put(call, "input", firstOf(reading, "tool_input", "input_data"));
        put(call, "output", firstOf(reading, "tool_output", "output_data"));
        return call.endObject().value();
    }

    private static @Nullable RawJson firstOf(Reading reading, String field, String otherwise) {
        RawJson value = reading.field(field);
        return value == null ? reading.field(otherwise) : value;
    }

    private static void put(JsonText object, String name, @Nullable RawJson value) {
        if (value != null) {
            object.field(name, value);
        }
    }

    private static void put(Map<String, RawJson> fields, String name, Reading reading) {
        RawJson value = reading.field(name);
        if (value != null) {
            fields.put(name, value);
        }
    }

    void appendTo(JsonText json) {
        if (conversationId != null) {
            json.field("conversation_id", conversationId);
        }
        others.forEach(json::field);
    }
}
