/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.otlp.dialect.Item;
import dev.agentlens.otlp.dialect.Reading;
import dev.agentlens.otlp.json.AnyValues;
import dev.agentlens.otlp.json.JsonText;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One log record on its way to an event. */
record LogEvent(
        LogRecord log,
        Item item,
        Reading reading,
        Sender sender,
        String session,
        @Nullable String conversation) {

    private static final String OTHER = "log";
    private static final int ID_DIGITS = 32;

    /** Of the event, where the record is one: its field, or the attribute that it had been before. */
    static String name(LogRecord log) {
        if (!log.getEventName().isEmpty()) {
            return log.getEventName();
        }
        for (KeyValue attribute : log.getAttributesList()) {
            if (attribute.getKey().equals("event.name")) {
                return attribute.getValue().getStringValue();
            }
        }
        return "";
    }

    long nanos() {
        return log.getTimeUnixNano() != 0 ? log.getTimeUnixNano() : log.getObservedTimeUnixNano();
    }

    /** What the id is derived from: the same for a resend. */
    String content() {
        return OtlpJson.logRecord(log).text();
    }

    /** @param seen how often each content has come in the request: equal records are several events */
    RawJson json(Map<String, Integer> seen) {
        String type = reading.text("event_type");
        String eventType = type == null ? OTHER : type;
        Map<String, RawJson> fields = new LinkedHashMap<>();
        RawJson duration = reading.field("duration_ms");
        if (duration != null) {
            fields.put("duration_ms", duration);
        }
        fields.putAll(SpanFields.common(reading, eventType));
        RawJson error = ItemError.ofLogRecord(reading, item);
        if (error != null) {
            fields.put("error", error);
        }
        JsonText json = open(id(content(), seen), eventType);
        fields.forEach(json::field);
        if (log.hasBody() && !item.isTaken("@body")) {
            json.name("body");
            AnyValues.append(json, log.getBody());
        }
        return close(json);
    }

    JsonText open(String id, String eventType) {
        JsonText json = new JsonText(512)
                .startObject()
                .field("session_id", session)
                .field("event_id", id)
                .field("event_type", eventType);
        if (nanos() != 0) {
            json.field("timestamp", SpanTimes.text(nanos()));
        }
        String named = reading.text("agent_name");
        String agent = named == null ? sender.service() : named;
        if (agent != null) {
            json.field("agent_name", agent);
        }
        if (!Ids.isNone(log.getSpanId())) {
            json.field("parent_span_id", Ids.hex(log.getSpanId()));
        }
        if (!name(log).isEmpty()) {
            json.field("name", name(log));
        }
        if (conversation != null) {
            json.field("conversation_id", conversation);
        }
        if (!log.getSeverityText().isEmpty()) {
            json.field("severity", log.getSeverityText());
        }
        return json;
    }

    RawJson close(JsonText json) {
        SpanMapper.appendAttributes(json, item);
        sender.appendScope(json);
        return json.endObject().value();
    }

    static String id(String content, Map<String, Integer> seen) {
        int before = seen.merge(content, 1, Integer::sum) - 1;
        byte[] bytes = (before == 0 ? content : before + "\n" + content).getBytes(UTF_8);
        try {
            String hex = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            return "log-" + hex.substring(0, ID_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
