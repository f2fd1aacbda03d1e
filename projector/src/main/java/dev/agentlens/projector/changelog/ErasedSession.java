/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import dev.agentlens.common.event.EventTopic;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** That a session is erased: a tombstone, after which compaction leaves nothing of it. */
record ErasedSession(String sessionId) implements SessionRecord {

    private static final byte @Nullable [] NOTHING = null;

    @Override
    public ProducerRecord<byte[], byte[]> toRecord(Instant now) {
        return new ProducerRecord<>(EventTopic.SESSIONS, EventTopic.key(sessionId), NOTHING);
    }
}
