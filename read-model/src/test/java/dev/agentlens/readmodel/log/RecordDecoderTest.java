/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.event.MalformedEventException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {

    private static final String EVENT =
            "{\"event_id\":\"e\",\"session_id\":\"s\",\"event_type\":\"t\",\"timestamp\":\"2026-01-01T00:00:00Z\"}";

    @Test
    void digestOfSixteenDigitsIsTaken() {
        assertThat(RecordDecoder.decode(record("ffffffffffffffff")).contentDigest())
                .isEqualTo(-1);
        assertThat(RecordDecoder.decode(record("0123456789ABCDEF")).contentDigest())
                .isEqualTo(0x0123456789abcdefL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0123456789abcdef0", "+123456789abcdef", "-123456789abcdef", "0123456789abcdeg"})
    void anyOtherDigestIsNone(String digest) {
        assertThatThrownBy(() -> RecordDecoder.decode(record(digest)))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining(EventTopic.DIGEST_HEADER);
    }

    private static ConsumerRecord<byte[], byte[]> record(String digest) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(EventTopic.EVENTS, 0, 7, EventTopic.key("s"), EVENT.getBytes(UTF_8));
        record.headers().add(EventTopic.DIGEST_HEADER, digest.getBytes(UTF_8));
        return record;
    }
}
