/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A span as an exporter of OpenTelemetry sends it.
 *
 * @param service its resource's {@code service.name}
 * @param traceId in hex
 * @param spanId in hex
 * @param parentId in hex; empty for a root
 * @param kind by its number in OTLP
 * @param attributes texts or whole numbers by name
 * @param failure message of the status ERROR; null where the status is not set
 */
record TraceSpan(
        String service,
        String traceId,
        String spanId,
        String parentId,
        String name,
        int kind,
        long startNanos,
        long endNanos,
        Map<String, Object> attributes,
        @Nullable String failure) {

    static final String SCOPE = "campaign";

    /** The body of POST /v1/traces in OTLP's JSON. */
    static String json(List<TraceSpan> spans) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ArrayNode resources = request.putArray("resourceSpans");
        for (TraceSpan span : spans) {
            ObjectNode resource = resources.addObject();
            append(resource.putObject("resource").putArray("attributes"), "service.name", span.service);
            ObjectNode scope = resource.putArray("scopeSpans").addObject();
            scope.putObject("scope").put("name", SCOPE);
            scope.putArray("spans").add(span.json());
        }
        return request.toString();
    }

    /** The body of POST /v1/traces in protobuf. */
    static byte[] protobuf(List<TraceSpan> spans) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (TraceSpan span : spans) {
            request.addResourceSpans(ResourceSpans.newBuilder()
                    .setResource(Resource.newBuilder().addAttributes(attribute("service.name", span.service)))
                    .addScopeSpans(ScopeSpans.newBuilder()
                            .setScope(InstrumentationScope.newBuilder().setName(SCOPE))
                            .addSpans(span.protobuf())));
        }
        return request.build().toByteArray();
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("traceId", traceId).put("spanId", spanId).put("name", name).put("kind", kind);
        if (!parentId.isEmpty()) {
            json.put("parentSpanId", parentId);
        }
        json.put("startTimeUnixNano", Long.toString(startNanos)).put("endTimeUnixNano", Long.toString(endNanos));
        ArrayNode array = json.putArray("attributes");
        attributes.forEach((name, value) -> append(array, name, value));
        if (failure != null) {
            json.putObject("status")
                    .put("code", Status.StatusCode.STATUS_CODE_ERROR_VALUE)
                    .put("message", failure);
        }
        return json;
    }

    private static void append(ArrayNode attributes, String name, Object value) {
        ObjectNode typed = attributes.addObject().put("key", name).putObject("value");
        if (value instanceof Long number) {
            typed.put("intValue", Long.toString(number));
        } else {
            typed.put("stringValue", value.toString());
        }
    }

    private Span protobuf() {
        Span.Builder span = Span.newBuilder()
                .setTraceId(bytes(traceId))
                .setSpanId(bytes(spanId))
                .setParentSpanId(bytes(parentId))
                .setName(name)
                .setKindValue(kind)
                .setStartTimeUnixNano(startNanos)
                .setEndTimeUnixNano(endNanos);
        attributes.forEach((name, value) -> span.addAttributes(attribute(name, value)));
        if (failure != null) {
            span.setStatus(Status.newBuilder()
                    .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                    .setMessage(failure));
        }
        return span.build();
    }

    private static KeyValue attribute(String name, Object value) {
        AnyValue.Builder typed = AnyValue.newBuilder();
        if (value instanceof Long number) {
            typed.setIntValue(number);
        } else {
            typed.setStringValue(value.toString());
        }
        return KeyValue.newBuilder().setKey(name).setValue(typed).build();
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}
