/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import java.math.BigDecimal;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The state of one session, and the record it becomes (docs/api/session-state.v1.schema.json).
 *
 * @param version distinct events that the state is made of: of two states of a session the one with more is the later
 * @param metadata JSON; null where it is too long to be published
 */
record StateRecord(
        String sessionId,
        long version,
        String agentName,
        String status,
        Instant startedAt,
        @Nullable Instant endedAt,
        long eventCount,
        long errorCount,
        BigDecimal totalTokensIn,
        BigDecimal totalTokensOut,
        @Nullable String metadata)
        implements SessionRecord {

    private static final String SCHEMA = "urn:agentlens:session-state:v1";
    private static final String TYPE = "dev.agentlens.session_state";
    private static final int EXPECTED_BYTES = 512;

    @Override
    public ProducerRecord<byte[], byte[]> toRecord(Instant now) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(EventTopic.SESSIONS, EventTopic.key(sessionId), value());
        header(record, "ce_specversion", "1.0");
        header(record, "ce_id", Long.toString(version));
        header(record, "ce_source", "/sessions/" + sessionId);
        header(record, "ce_type", TYPE);
        header(record, "ce_subject", sessionId);
        header(record, "ce_time", now.toString());
        header(record, EventTopic.SCHEMA_HEADER, SCHEMA);
        header(record, "content-type", "application/json");
        return record;
    }

    private byte[] value() {
        JsonObjectWriter json = new JsonObjectWriter(EXPECTED_BYTES + (metadata == null ? 0 : metadata.length()))
                .string("session_id", sessionId)
                .number("version", version)
                .string("agent_name", agentName)
                .string("status", status)
                .string("started_at", startedAt.toString());
        if (endedAt != null) {
            json.string("ended_at", endedAt.toString());
        }
        json.number("event_count", eventCount)
                .number("error_count", errorCount)
                .number("total_tokens_in", totalTokensIn.toPlainString())
                .number("total_tokens_out", totalTokensOut.toPlainString());
        if (metadata != null) {
            json.raw("metadata", RawJson.of(metadata));
        }
        return json.bytes();
    }

    private static void header(ProducerRecord<?, ?> record, String name, String value) {
        Headers headers = record.headers();
        headers.add(name, value.getBytes(UTF_8));
    }
}
