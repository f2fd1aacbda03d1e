/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.event.EventTopic;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;

/** Letters of the dead-letter topic. */
final class SetAside {

    private SetAside() {}

    /** A record's place in the events topic. */
    record Place(int partition, long offset) {}

    /** Where the record stands that the letter is about; null where its headers do not say so. */
    static @Nullable Place placeOf(ConsumerRecord<?, ?> letter) {
        byte[] topic = header(letter, KafkaHeaders.DLT_ORIGINAL_TOPIC);
        byte[] partition = header(letter, KafkaHeaders.DLT_ORIGINAL_PARTITION);
        byte[] offset = header(letter, KafkaHeaders.DLT_ORIGINAL_OFFSET);
        return topic != null
                        && EventTopic.EVENTS.equals(new String(topic, UTF_8))
                        && partition != null
                        && partition.length == Integer.BYTES
                        && offset != null
                        && offset.length == Long.BYTES
                ? new Place(
                        ByteBuffer.wrap(partition).getInt(),
                        ByteBuffer.wrap(offset).getLong())
                : null;
    }

    private static byte @Nullable [] header(ConsumerRecord<?, ?> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null ? null : header.value();
    }
}
