/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import com.google.protobuf.ByteString;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.otlp.json.AnyValues;
import dev.agentlens.otlp.json.JsonText;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Base64;
import java.util.List;

/** Spans and log records in OTLP's JSON, for those that are rejected; span events and links as they are kept. */
final class OtlpJson {

    private OtlpJson() {}

    static RawJson span(Span span) {
        JsonText json = new JsonText(512).startObject();
        id(json, "traceId", span.getTraceId());
        id(json, "spanId", span.getSpanId());
        id(json, "parentSpanId", span.getParentSpanId());
        json.field("name", span.getName())
                .field("kind", span.getKindValue())
                .field("startTimeUnixNano", Long.toUnsignedString(span.getStartTimeUnixNano()))
                .field("endTimeUnixNano", Long.toUnsignedString(span.getEndTimeUnixNano()));
        attributes(json, span.getAttributesList());
        json.name("events").startArray();
        for (Span.Event event : span.getEventsList()) {
            json.startObject()
                    .field("timeUnixNano", Long.toUnsignedString(event.getTimeUnixNano()))
                    .field("name", event.getName());
            attributes(json, event.getAttributesList());
            json.endObject();
        }
        json.endArray();
        json.name("status")
                .startObject()
                .field("code", span.getStatus().getCodeValue())
                .field("message", span.getStatus().getMessage())
                .endObject();
        return json.endObject().value();
    }

    static RawJson logRecord(LogRecord log) {
        JsonText json = new JsonText(512).startObject();
        json.field("timeUnixNano", Long.toUnsignedString(log.getTimeUnixNano()))
                .field("severityNumber", log.getSeverityNumberValue())
                .field("severityText", log.getSeverityText())
                .field("eventName", log.getEventName());
        id(json, "traceId", log.getTraceId());
        id(json, "spanId", log.getSpanId());
        json.name("body");
        value(json, log.getBody());
        attributes(json, log.getAttributesList());
        return json.endObject().value();
    }

    /** {@code {"name", "timestamp", "attributes"}}. */
    static void appendEvent(JsonText json, Span.Event event) {
        json.startObject().field("name", event.getName());
        if (event.getTimeUnixNano() != 0) {
            json.field("timestamp", SpanTimes.text(event.getTimeUnixNano()));
        }
        appendAttributes(json, event.getAttributesList());
        json.endObject();
    }

    /** {@code {"trace_id", "span_id", "attributes"}}. */
    static void appendLink(JsonText json, Span.Link link) {
        json.startObject().field("trace_id", Ids.hex(link.getTraceId())).field("span_id", Ids.hex(link.getSpanId()));
        appendAttributes(json, link.getAttributesList());
        json.endObject();
    }

    private static void appendAttributes(JsonText json, List<KeyValue> attributes) {
        if (!attributes.isEmpty()) {
            json.name("attributes");
            AnyValues.append(json, attributes);
        }
    }

    private static void id(JsonText json, String name, ByteString id) {
        json.field(name, Ids.shown(id));
    }

    private static void attributes(JsonText json, List<KeyValue> attributes) {
        json.name("attributes").startArray();
        attributes.forEach(attribute -> keyValue(json, attribute));
        json.endArray();
    }

    private static void keyValue(JsonText json, KeyValue pair) {
        json.startObject().field("key", pair.getKey()).name("value");
        value(json, pair.getValue());
        json.endObject();
    }

    private static void value(JsonText json, AnyValue value) {
        json.startObject();
        switch (value.getValueCase()) {
            case STRING_VALUE -> json.field("stringValue", value.getStringValue());
            case BOOL_VALUE -> json.name("boolValue").raw(Boolean.toString(value.getBoolValue()));
            case INT_VALUE -> json.field("intValue", Long.toString(value.getIntValue()));
            case DOUBLE_VALUE -> json.field("doubleValue", AnyValues.json(value));
            case BYTES_VALUE ->
                json.field(
                        "bytesValue",
                        Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray()));
            case ARRAY_VALUE -> {
                json.name("arrayValue").startObject().name("values").startArray();
                value.getArrayValue().getValuesList().forEach(element -> value(json, element));
                json.endArray().endObject();
            }
            case KVLIST_VALUE -> {
                json.name("kvlistValue").startObject().name("values").startArray();
                value.getKvlistValue().getValuesList().forEach(pair -> keyValue(json, pair));
                json.endArray().endObject();
            }
            default -> {
                // An object without a field is the value of a type that has none.
            }
        }
        json.endObject();
    }
}
