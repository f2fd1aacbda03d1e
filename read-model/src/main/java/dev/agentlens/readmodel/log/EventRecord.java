/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.log;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.EventTopic;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A record of the events topic that this process has written, with its event, which need not be decoded. Many are held at a
 * time, so key, value and headers, which repeat what the event says, are made again for those few that are asked for them.
 */
public final class EventRecord extends ConsumerRecord<byte[], byte[]> {

    private static final String TRACE_PARENT = "traceparent";

    private static final Headers NO_HEADERS = new RecordHeaders();

    private final AgentEvent event;
    private final long contentDigest;
    private final @Nullable Header traceParent;

    /**
     * @param written the record of the event
     * @param contentDigest of the event as its client sent it
     */
    public EventRecord(
            ProducerRecord<byte[], byte[]> written,
            int partition,
            long offset,
            int leaderEpoch,
            AgentEvent event,
            long contentDigest) {
        super(
                written.topic(),
                partition,
                offset,
                written.timestamp(),
                TimestampType.CREATE_TIME,
                written.key().length,
                written.value().length,
                null,
                null,
                NO_HEADERS,
                Optional.of(leaderEpoch));
        this.event = event;
        this.contentDigest = contentDigest;
        traceParent = written.headers().lastHeader(TRACE_PARENT);
    }

    AgentEvent event() {
        return event;
    }

    long contentDigest() {
        return contentDigest;
    }

    @Override
    public byte[] key() {
        return EventTopic.key(event.identity().sessionId());
    }

    @Override
    public byte[] value() {
        return AgentEventCodec.encode(event);
    }

    @Override
    public Headers headers() {
        Headers headers = new RecordHeaders();
        EventTopic.headers(event, HexFormat.of().toHexDigits(contentDigest)).forEach(headers::add);
        if (traceParent != null) {
            headers.add(traceParent);
        }
        return headers;
    }
}
