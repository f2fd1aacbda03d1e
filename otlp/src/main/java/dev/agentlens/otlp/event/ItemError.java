/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.otlp.dialect.Item;
import dev.agentlens.otlp.dialect.Reading;
import dev.agentlens.otlp.json.JsonText;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import org.jspecify.annotations.Nullable;

/**
 * What makes an event an error, as {@code {"type", "message"}}: the status ERROR, {@code error.type}, an exception, or a
 * dialect's own mark. It is kept where it was sent too.
 */
final class ItemError {

    private static final String EXCEPTION_TYPE = "exception.type";
    private static final String EXCEPTION_MESSAGE = "exception.message";

    private ItemError() {}

    static @Nullable RawJson ofSpan(Reading reading, Span span, Item item) {
        String status = span.getStatus().getMessage();
        String type = null;
        String exception = null;
        boolean thrown = false;
        for (Span.Event event : span.getEventsList()) {
            if (event.getName().equals("exception")) {
                thrown = true;
                type = attribute(event, EXCEPTION_TYPE);
                exception = attribute(event, EXCEPTION_MESSAGE);
            }
        }
        boolean failed = span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR || thrown;
        return read(reading, item, failed, type, status.isBlank() ? exception : status);
    }

    static @Nullable RawJson ofLogRecord(Reading reading, Item item) {
        String type = text(item.get(EXCEPTION_TYPE));
        String message = text(item.get(EXCEPTION_MESSAGE));
        return read(reading, item, type != null || message != null, type, message);
    }

    private static @Nullable RawJson read(
            Reading reading, Item item, boolean failed, @Nullable String thrownType, @Nullable String thrownMessage) {
        String errorType = text(item.get("error.type"));
        boolean marked = reading.field("error") != null;
        if (!failed && !marked && errorType == null) {
            return null;
        }
        String markedMessage = reading.text("error_message");
        String type = firstOf(reading.text("error_type"), firstOf(errorType, thrownType));
        String message = firstOf(markedMessage, firstOf(thrownMessage, text(item.get("error.message"))));
        JsonText error = new JsonText(128).startObject();
        if (type != null) {
            error.field("type", type);
        }
        error.field("message", message != null ? message : type != null ? type : "failed");
        return error.endObject().value();
    }

    private static @Nullable String attribute(Span.Event event, String name) {
        for (KeyValue attribute : event.getAttributesList()) {
            if (attribute.getKey().equals(name)) {
                return text(attribute.getValue());
            }
        }
        return null;
    }

    private static @Nullable String text(@Nullable AnyValue value) {
        return value == null || value.getStringValue().isBlank() ? null : value.getStringValue();
    }

    private static @Nullable String firstOf(@Nullable String one, @Nullable String otherwise) {
        return one == null ? otherwise : one;
    }
}
