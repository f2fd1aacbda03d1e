/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What is published of a session. */
sealed interface SessionRecord permits StateRecord, ErasedSession {

    /** @param now when it is published */
    ProducerRecord<byte[], byte[]> toRecord(Instant now);
}
