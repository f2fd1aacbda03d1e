/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.vocabulary.SessionIdForm;
import dev.agentlens.edge.trace.TraceParent;
import dev.agentlens.ingest.validation.ValidationResult;
import dev.agentlens.ingest.validation.ValidationResult.Accepted;
import dev.agentlens.ingest.validation.ValidationResult.Rejected;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The record that each validated event becomes. Its timestamp is the time of receipt.
 *
 * <p>A rejected event's value: {@code {"rejected_at", "index", "error", "event"}}, the event as it was sent;
 * its key is the session id where that is legal.
 *
 * @param receivedAt time of receipt, UTC
 * @param traceParent of the request that brought the events
 */
public record EventRecords(Instant receivedAt, @Nullable TraceParent traceParent) {

    ProducerRecord<byte[], byte[]> of(ValidationResult result) {
        if (result instanceof Accepted accepted) {
            return accepted(accepted);
        }
        return rejected((Rejected) result);
    }

    private ProducerRecord<byte[], byte[]> accepted(Accepted accepted) {
        ProducerRecord<byte[], byte[]> record = record(
                EventTopic.EVENTS,
                EventTopic.key(accepted.event().identity().sessionId()),
                AgentEventCodec.encode(accepted.event()));
        EventTopic.headers(accepted.event(), accepted.digest()).forEach(record.headers()::add);
        if (traceParent != null) {
            record.headers().add(TraceParent.HEADER, traceParent.text().getBytes(UTF_8));
        }
        return record;
    }

    private ProducerRecord<byte[], byte[]> rejected(Rejected rejected) {
        RawJson event = rejected.sent();
        byte[] value = new JsonObjectWriter(event.length() + 512)
                .string("rejected_at", receivedAt.toString())
                .number("index", rejected.index())
                .string("error", rejected.error())
                .raw("event", event)
                .bytes();
        ProducerRecord<byte[], byte[]> record = record(EventTopic.REJECTED, rejectedKey(rejected), value);
        record.headers().add("content-type", "application/json".getBytes(UTF_8));
        return record;
    }

    private ProducerRecord<byte[], byte[]> record(String topic, byte @Nullable [] key, byte[] value) {
        return new ProducerRecord<>(topic, null, receivedAt.toEpochMilli(), key, value);
    }

    private static byte @Nullable [] rejectedKey(Rejected rejected) {
        RawJson sessionId = rejected.sent().field("session_id");
        String text = sessionId == null ? null : sessionId.string();
        return text != null && SessionIdForm.matches(text) ? EventTopic.key(text) : null;
    }
}
