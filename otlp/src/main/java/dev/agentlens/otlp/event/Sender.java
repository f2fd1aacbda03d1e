/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.otlp.json.AnyValues;
import dev.agentlens.otlp.json.JsonText;
import dev.agentlens.otlp.wire.Origin;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one scope have in common, rendered once.
 *
 * @param service the resource's {@code service.name}, unless it is the SDKs' own "unknown_service"
 * @param metadata the resource's attributes; null if there are none
 * @param scope name, version and attributes; null if there are none
 */
record Sender(
        @Nullable String service,
        String scopeName,
        @Nullable RawJson metadata,
        @Nullable RawJson scope) {

    /**
     * Every root span repeats the resource, and every span the scope. Without a bound, a request of many small spans and
     * one large resource would become a thousand times its size.
     */
    private static final int MAX_REPEATED_CHARS = 16 * 1024;

    static Sender of(Origin origin) {
        List<KeyValue> attributes = origin.resource().getAttributesList();
        InstrumentationScope scope = origin.scope();
        return new Sender(
                service(attributes),
                scope.getName(),
                attributes.isEmpty() ? null : bounded(attributes),
                scope.equals(InstrumentationScope.getDefaultInstance()) ? null : scope(scope));
    }

    void appendMetadata(JsonText json) {
        if (metadata != null) {
            json.field("metadata", metadata);
        }
    }

    void appendScope(JsonText json) {
        if (scope != null) {
            json.field("scope", scope);
        }
    }

    private static @Nullable String service(List<KeyValue> attributes) {
        for (KeyValue attribute : attributes) {
            if (attribute.getKey().equals("service.name")) {
                String name = attribute.getValue().getStringValue();
                return name.isBlank() || name.startsWith("unknown_service") ? null : name;
            }
        }
        return null;
    }

    private static RawJson scope(InstrumentationScope scope) {
        JsonText json = new JsonText(128).startObject();
        json.field("name", cut(scope.getName()));
        if (!scope.getVersion().isEmpty()) {
            json.field("version", cut(scope.getVersion()));
        }
        if (scope.getAttributesCount() > 0) {
            json.field("attributes", bounded(scope.getAttributesList()));
        }
        return json.endObject().value();
    }

    private static String cut(String text) {
        return text.length() <= 1024 ? text : text.substring(0, 1024) + "…";
    }

    /** An attribute beyond the bound is left out and counted. */
    private static RawJson bounded(List<KeyValue> attributes) {
        JsonText json = new JsonText(512).startObject();
        int room = MAX_REPEATED_CHARS;
        int left = 0;
        for (KeyValue attribute : attributes) {
            RawJson value = AnyValues.json(attribute.getValue());
            int length = attribute.getKey().length() + value.length();
            if (length <= room) {
                json.field(attribute.getKey(), value);
                room -= length;
            } else {
                left++;
            }
        }
        if (left > 0) {
            json.field("agentlens.dropped_attributes_count", left);
        }
        return json.endObject().value();
    }
}
