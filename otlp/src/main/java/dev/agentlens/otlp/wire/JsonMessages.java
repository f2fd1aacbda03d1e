/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

/** The messages of opentelemetry-proto 1.11 that spans and log records are made of. */
final class JsonMessages {

    static final JsonMessage<AnyValue.Builder> ANY_VALUE = new JsonMessage<AnyValue.Builder>()
            .string("stringValue", AnyValue.Builder::setStringValue)
            .bool("boolValue", AnyValue.Builder::setBoolValue)
            .int64("intValue", AnyValue.Builder::setIntValue)
            .float64("doubleValue", AnyValue.Builder::setDoubleValue)
            .base64("bytesValue", AnyValue.Builder::setBytesValue)
            .message("arrayValue", ArrayValue::newBuilder, JsonMessages::arrayValue, (any, v) -> any.setArrayValue(v))
            .message(
                    "kvlistValue",
                    KeyValueList::newBuilder,
                    JsonMessages::keyValueList,
                    (any, v) -> any.setKvlistValue(v));

    static final JsonMessage<KeyValue.Builder> KEY_VALUE = new JsonMessage<KeyValue.Builder>()
            .string("key", KeyValue.Builder::setKey)
            .message("value", AnyValue::newBuilder, () -> ANY_VALUE, (pair, v) -> pair.setValue(v));

    private static final JsonMessage<ArrayValue.Builder> ARRAY_VALUE = new JsonMessage<ArrayValue.Builder>()
            .list("values", AnyValue::newBuilder, () -> ANY_VALUE, (array, v) -> array.addValues(v));

    private static final JsonMessage<KeyValueList.Builder> KEY_VALUE_LIST = new JsonMessage<KeyValueList.Builder>()
            .list("values", KeyValue::newBuilder, () -> KEY_VALUE, (list, v) -> list.addValues(v));

    static final JsonMessage<Resource.Builder> RESOURCE = new JsonMessage<Resource.Builder>()
            .list("attributes", KeyValue::newBuilder, () -> KEY_VALUE, (resource, v) -> resource.addAttributes(v))
            .int32("droppedAttributesCount", Resource.Builder::setDroppedAttributesCount);

    static final JsonMessage<InstrumentationScope.Builder> SCOPE = new JsonMessage<InstrumentationScope.Builder>()
            .string("name", InstrumentationScope.Builder::setName)
            .string("version", InstrumentationScope.Builder::setVersion)
            .list("attributes", KeyValue::newBuilder, () -> KEY_VALUE, (scope, v) -> scope.addAttributes(v))
            .int32("droppedAttributesCount", InstrumentationScope.Builder::setDroppedAttributesCount);

    private static final JsonMessage<Span.Event.Builder> EVENT = new JsonMessage<Span.Event.Builder>()
            .int64("timeUnixNano", Span.Event.Builder::setTimeUnixNano)
            .string("name", Span.Event.Builder::setName)
            .list("attributes", KeyValue::newBuilder, () -> KEY_VALUE, (event, v) -> event.addAttributes(v))
            .int32("droppedAttributesCount", Span.Event.Builder::setDroppedAttributesCount);

    private static final JsonMessage<Span.Link.Builder> LINK = new JsonMessage<Span.Link.Builder>()
            .id("traceId", Span.Link.Builder::setTraceId)
            .id("spanId", Span.Link.Builder::setSpanId)
            .string("traceState", Span.Link.Builder::setTraceState)
            .list("attributes", KeyValue::newBuilder, () -> KEY_VALUE, (link, v) -> link.addAttributes(v))
            .int32("droppedAttributesCount", Span.Link.Builder::setDroppedAttributesCount)
            .int32("flags", Span.Link.Builder::setFlags);

    private static final JsonMessage<Status.Builder> STATUS = new JsonMessage<Status.Builder>()
            .string("message", Status.Builder::setMessage)
            .enumeration("code", name -> Status.StatusCode.valueOf(name).getNumber(), Status.Builder::setCodeValue);

    static final JsonMessage<Span.Builder> SPAN = new JsonMessage<Span.Builder>()
            .id("traceId", Span.Builder::setTraceId)
            .id("spanId", Span.Builder::setSpanId)
            .id("parentSpanId", Span.Builder::setParentSpanId)
            .string("traceState", Span.Builder::setTraceState)
            .int32("flags", Span.Builder::setFlags)
            .string("name", Span.Builder::setName)
            .enumeration("kind", name -> Span.SpanKind.valueOf(name).getNumber(), Span.Builder::setKindValue)
            .int64("startTimeUnixNano", Span.Builder::setStartTimeUnixNano)
            .int64("endTimeUnixNano", Span.Builder::setEndTimeUnixNano)
            .list("attributes", KeyValue::newBuilder, () -> KEY_VALUE, (span, v) -> span.addAttributes(v))
            .int32("droppedAttributesCount", Span.Builder::setDroppedAttributesCount)
            .list("events", Span.Event::newBuilder, () -> EVENT, (span, v) -> span.addEvents(v))
            .int32("droppedEventsCount", Span.Builder::setDroppedEventsCount)
            .list("links", Span.Link::newBuilder, () -> LINK, (span, v) -> span.addLinks(v))
            .int32("droppedLinksCount", Span.Builder::setDroppedLinksCount)
            .message("status", Status::newBuilder, () -> STATUS, (span, v) -> span.setStatus(v));

    static final JsonMessage<LogRecord.Builder> LOG_RECORD = new JsonMessage<LogRecord.Builder>()
            .int64("timeUnixNano", LogRecord.Builder::setTimeUnixNano)
            .int64("observedTimeUnixNano", LogRecord.Builder::setObservedTimeUnixNano)
            .enumeration(
                    "severityNumber",
                    name -> SeverityNumber.valueOf(name).getNumber(),
                    LogRecord.Builder::setSeverityNumberValue)
            .string("severityText", LogRecord.Builder::setSeverityText)
            .message("body", AnyValue::newBuilder, () -> ANY_VALUE, (log, v) -> log.setBody(v))
            .list("attributes", KeyValue::newBuilder, () -> KEY_VALUE, (log, v) -> log.addAttributes(v))
            .int32("droppedAttributesCount", LogRecord.Builder::setDroppedAttributesCount)
            .int32("flags", LogRecord.Builder::setFlags)
            .id("traceId", LogRecord.Builder::setTraceId)
            .id("spanId", LogRecord.Builder::setSpanId)
            .string("eventName", LogRecord.Builder::setEventName);

    private JsonMessages() {}

    private static JsonMessage<ArrayValue.Builder> arrayValue() {
        return ARRAY_VALUE;
    }

    private static JsonMessage<KeyValueList.Builder> keyValueList() {
        return KEY_VALUE_LIST;
    }
}
