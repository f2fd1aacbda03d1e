/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** OTLP's encodings. */
public enum SpanEncoding {
    JSON("application/json") {
        @Override
        byte[] body(ExportTraceServiceRequest request) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode resources = json.putArray("resourceSpans");
            for (ResourceSpans resource : request.getResourceSpansList()) {
                resources.add(json(resource));
            }
            return json.toString().getBytes(UTF_8);
        }

        @Override
        byte[] id(long part) {
            return HexFormat.of().toHexDigits(part).getBytes(US_ASCII);
        }
    },

    PROTOBUF("application/x-protobuf") {
        @Override
        byte[] body(ExportTraceServiceRequest request) {
            return request.toByteArray();
        }

        @Override
        byte[] id(long part) {
            return ByteBuffer.allocate(Long.BYTES).putLong(part).array();
        }
    };

    private final String mediaType;

    SpanEncoding(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    abstract byte[] body(ExportTraceServiceRequest request);

    /** Eight bytes of an id as they are in a body. */
    abstract byte[] id(long part);

    private static ObjectNode json(ResourceSpans resourceSpans) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Resource resource = resourceSpans.getResource();
        json.putObject("resource").set("attributes", json(resource.getAttributesList()));
        ArrayNode scopes = json.putArray("scopeSpans");
        for (ScopeSpans scope : resourceSpans.getScopeSpansList()) {
            ObjectNode of = scopes.addObject();
            of.putObject("scope").put("name", scope.getScope().getName());
            ArrayNode spans = of.putArray("spans");
            scope.getSpansList().forEach(span -> spans.add(json(span)));
        }
        return json;
    }

    private static ObjectNode json(Span span) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("traceId", hex(span.getTraceId()))
                .put("spanId", hex(span.getSpanId()))
                .put("parentSpanId", hex(span.getParentSpanId()))
                .put("name", span.getName())
                .put("kind", span.getKindValue())
                .put("startTimeUnixNano", Long.toString(span.getStartTimeUnixNano()))
                .put("endTimeUnixNano", Long.toString(span.getEndTimeUnixNano()));
        json.set("attributes", json(span.getAttributesList()));
        return json;
    }

    private static ArrayNode json(List<KeyValue> attributes) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (KeyValue attribute : attributes) {
            ObjectNode value = json.addObject().put("key", attribute.getKey()).putObject("value");
            if (attribute.getValue().hasIntValue()) {
                value.put("intValue", Long.toString(attribute.getValue().getIntValue()));
            } else {
                value.put("stringValue", attribute.getValue().getStringValue());
            }
        }
        return json;
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
