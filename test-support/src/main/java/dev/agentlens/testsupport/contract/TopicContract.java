/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.testsupport.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.contract.PublishedDocuments;
import dev.agentlens.common.contract.PublishedSchema;
import dev.agentlens.common.event.EventTopic;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Holds records against the schemas of their topics, and against what the documents say of key and headers. */
public final class TopicContract {

    private static final String DEAD_LETTER_PREFIX = "kafka_dlt-";
    private static final PublishedSchema EVENT = PublishedSchema.ofFile("agent-event.v1.schema.json");
    private static final PublishedSchema EVENT_HEADERS = PublishedSchema.ofFile("agent-event-headers.v1.schema.json");
    private static final PublishedSchema REJECTED = PublishedSchema.ofFile("rejected-event.v1.schema.json");
    private static final PublishedSchema SESSION = PublishedSchema.ofFile("session-state.v1.schema.json");
    private static final PublishedSchema DEAD_LETTER_HEADERS =
            PublishedSchema.ofFile("dead-letter-headers.v1.schema.json");

    private TopicContract() {}

    /** What the documents do not say of this record; empty where it is as they say. */
    public static List<String> faults(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        try {
            return switch (record.topic()) {
                case EventTopic.EVENTS -> record.value() == null ? ofErasure(record) : ofEvent(record);
                case EventTopic.REJECTED -> ofRejected(record);
                case EventTopic.DEAD_LETTERS -> ofDeadLetter(record);
                case EventTopic.SESSIONS -> record.value() == null ? ofErasedState(record) : ofSession(record);
                default -> List.of("no document describes the topic " + record.topic());
            };
        } catch (JacksonException e) {
            return List.of("the value is not JSON: " + e.getOriginalMessage());
        }
    }

    private static List<String> ofEvent(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        JsonNode value = PublishedDocuments.read(text(record.value()));
        JsonNode headers = textHeaders(record);
        List<String> faults = new ArrayList<>(EVENT.faults(value));
        EVENT_HEADERS.faults(headers).forEach(fault -> faults.add("headers " + fault));
        String session = value.path("session_id").asString("");
        Map<String, String> expected = new TreeMap<>(Map.of(
                "ce_id",
                value.path("event_id").asString(""),
                "ce_source",
                "/sessions/" + session,
                "ce_subject",
                session,
                "ce_type",
                "dev.agentlens." + value.path("event_type").asString(""),
                "ce_time",
                value.path("timestamp").asString("")));
        expected.forEach(
                (name, text) -> requireSame(name, text, headers.path(name).asString(""), faults));
        requireSame("key", session, text(record.key()), faults);
        return faults;
    }

    /** A record without a value. */
    private static List<String> ofErasure(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        ObjectNode headers = textHeaders(record);
        List<String> faults = new ArrayList<>();
        String session = text(record.key());
        Map<String, String> expected = new TreeMap<>(Map.of(
                "ce_specversion",
                "1.0",
                "ce_source",
                "/sessions/" + session,
                "ce_subject",
                session,
                "ce_type",
                EventTopic.SESSION_ERASED));
        expected.forEach(
                (name, text) -> requireSame(name, text, headers.path(name).asString(""), faults));
        headers.remove(expected.keySet());
        requireSame(
                "further headers", "[ce_id, ce_time]", headers.propertyNames().toString(), faults);
        return faults;
    }

    /** A record without a value: compaction then removes those of its key. */
    private static List<String> ofErasedState(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        List<String> faults = new ArrayList<>();
        requireSame("headers", "{}", textHeaders(record).toString(), faults);
        return faults;
    }

    private static List<String> ofRejected(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        JsonNode value = PublishedDocuments.read(text(record.value()));
        List<String> faults = new ArrayList<>(REJECTED.faults(value));
        requireSame(
                "headers",
                "{\"content-type\":\"application/json\"}",
                textHeaders(record).toString(),
                faults);
        if (record.key() != null) {
            requireSame("key", value.path("event").path("session_id").asString(""), text(record.key()), faults);
        }
        return faults;
    }

    private static List<String> ofSession(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        JsonNode value = PublishedDocuments.read(text(record.value()));
        ObjectNode headers = textHeaders(record);
        List<String> faults = new ArrayList<>(SESSION.faults(value));
        String session = value.path("session_id").asString("");
        Map<String, String> expected = new TreeMap<>(Map.of(
                "ce_specversion",
                "1.0",
                "ce_id",
                value.path("version").asString(""),
                "ce_source",
                "/sessions/" + session,
                "ce_subject",
                session,
                "ce_type",
                "dev.agentlens.session_state",
                "ce_dataschema",
                "urn:agentlens:session-state:v1",
                "content-type",
                "application/json"));
        expected.forEach(
                (name, text) -> requireSame(name, text, headers.path(name).asString(""), faults));
        headers.remove(expected.keySet());
        requireSame("further headers", "[ce_time]", headers.propertyNames().toString(), faults);
        requireSame("key", session, text(record.key()), faults);
        return faults;
    }

    /** Key and value are those of a record that is at fault. */
    private static List<String> ofDeadLetter(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        return DEAD_LETTER_HEADERS.faults(deadLetterHeaders(record));
    }

    /** The headers of a record as its document shows them. */
    public static JsonNode headers(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        return record.topic().equals(EventTopic.DEAD_LETTERS) ? deadLetterHeaders(record) : textHeaders(record);
    }

    private static ObjectNode textHeaders(ConsumerRecord<?, ?> record) {
        ObjectNode headers = JsonNodeFactory.instance.objectNode();
        for (Header header : record.headers()) {
            headers.put(header.key(), text(header.value()));
        }
        return headers;
    }

    /** Those that were added; of a record that was set aside, sent again and set aside once more the latest. */
    private static ObjectNode deadLetterHeaders(ConsumerRecord<?, ?> record) {
        ObjectNode headers = JsonNodeFactory.instance.objectNode();
        for (Header header : record.headers()) {
            if (!header.key().startsWith(DEAD_LETTER_PREFIX)) {
                continue;
            }
            switch (header.key().substring(DEAD_LETTER_PREFIX.length())) {
                case "original-partition" ->
                    headers.put(header.key(), ByteBuffer.wrap(header.value()).getInt());
                case "original-offset", "original-timestamp" ->
                    headers.put(header.key(), ByteBuffer.wrap(header.value()).getLong());
                default -> headers.put(header.key(), text(header.value()));
            }
        }
        return headers;
    }

    private static void requireSame(String what, String expected, String actual, List<String> faults) {
        if (!expected.equals(actual)) {
            faults.add(what + " must be '" + expected + "' and is '" + actual + "'");
        }
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, UTF_8);
    }
}
