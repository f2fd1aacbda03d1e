/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.dialect;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.otlp.json.AnyValues;
import dev.agentlens.otlp.json.JsonText;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import org.jspecify.annotations.Nullable;

/** Messages that were recorded as events: those of a span, and log records. */
final class EventMessages {

    private static final String MESSAGE = ".message";

    private EventMessages() {}

    /** A list of the messages in all events whose name matches {@code source}, in their order. */
    static @Nullable RawJson messages(Item item, String source) {
        JsonText list = new JsonText(512).startArray();
        boolean any = false;
        for (Span.Event event : item.events()) {
            if (isSource(event, source)) {
                appendMessage(list, event);
                item.take(event);
                any = true;
            }
        }
        return any ? list.endArray().value() : null;
    }

    /** What the first event whose name matches {@code source} has under this name. */
    static @Nullable RawJson attribute(Item item, String source, String name) {
        for (Span.Event event : item.events()) {
            if (isSource(event, source)) {
                for (KeyValue attribute : event.getAttributesList()) {
                    if (attribute.getKey().equals(name)) {
                        item.take(event);
                        return AnyValues.held(attribute.getValue());
                    }
                }
            }
        }
        return null;
    }

    /** The message in the body of a log record, with the role that its event's name says where it has none. */
    static @Nullable RawJson ofLogRecord(Item item, String source) {
        AnyValue body = item.get(source);
        if (body == null) {
            return null;
        }
        RawJson content = AnyValues.held(body);
        JsonText message = new JsonText(content.length() + 64).startObject();
        String role = role(Item.text(item.get("@event")));
        if (content.kind() == JsonKind.OBJECT) {
            if (role != null && content.field("role") == null) {
                message.field("role", role);
            }
            content.fields().forEach(message::field);
        } else {
            message.field("role", role == null ? "assistant" : role).field("content", content);
        }
        item.take(source);
        return message.endObject().value();
    }

    private static boolean isSource(Span.Event event, String source) {
        return Condition.matches(source.substring(source.indexOf(':') + 1), event.getName());
    }

    private static void appendMessage(JsonText list, Span.Event event) {
        String role = role(event.getName());
        list.startObject();
        boolean named = event.getAttributesList().stream()
                .anyMatch(attribute -> attribute.getKey().equals("role"));
        if (role != null && !named) {
            list.field("role", role);
        }
        for (KeyValue attribute : event.getAttributesList()) {
            // Lists of calls and complete messages come as JSON in a string; a text that looks like JSON stays text.
            boolean text =
                    attribute.getKey().equals("content") || attribute.getKey().equals("role");
            list.field(
                    attribute.getKey(),
                    text ? AnyValues.json(attribute.getValue()) : AnyValues.held(attribute.getValue()));
        }
        list.endObject();
    }

    /** Of {@code gen_ai.user.message}: user. */
    private static @Nullable String role(@Nullable String event) {
        if (event == null || !event.startsWith("gen_ai.") || !event.endsWith(MESSAGE)) {
            return null;
        }
        int start = "gen_ai.".length();
        int end = event.length() - MESSAGE.length();
        return end > start ? event.substring(start, end) : null;
    }
}
