/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.readmodel.log.RecentEvents.Next;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class RecentEventsTest {

    private static final TopicPartition ONE = new TopicPartition("events", 1);
    private static final TopicPartition TWO = new TopicPartition("events", 2);
    private static final Uuid LOG = Uuid.randomUuid();

    private final RecentEvents recent = new RecentEvents();

    @Test
    void eventsAreTakenInOrderAlsoIfTheirAppendsWereReportedInAnother() {
        add(ONE, 13, 15);
        add(ONE, 10, 13);

        assertThat(recent.next(ONE, 10)).isEqualTo(Next.HERE);
        assertThat(take(ONE, 10, 100)).containsExactly(10L, 11L, 12L, 13L, 14L);
        assertThat(recent.next(ONE, 15)).isEqualTo(Next.UNKNOWN);
    }

    @Test
    void aGapEndsThem() {
        add(ONE, 10, 12);
        add(ONE, 13, 14);

        assertThat(take(ONE, 10, 100)).containsExactly(10L, 11L);
        assertThat(recent.next(ONE, 12)).isEqualTo(Next.ELSEWHERE);
        assertThat(take(ONE, 12, 100)).isEmpty();
        assertThat(take(ONE, 13, 100)).containsExactly(13L);
    }

    @Test
    void whatDoesNotFitIsTakenNext() {
        add(ONE, 0, 10);

        assertThat(take(ONE, 0, 3)).containsExactly(0L, 1L, 2L);
        assertThat(offsets(recent.take(ONE, 3, 100, record -> record.offset() < 5)))
                .containsExactly(3L, 4L);
        assertThat(take(ONE, 5, 100)).containsExactly(5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void eventsBeforeThePositionAreForgotten() {
        add(ONE, 0, 10);
        add(ONE, 10, 20);

        assertThat(recent.next(ONE, 12)).isEqualTo(Next.HERE);
        assertThat(recent.next(ONE, 5)).isEqualTo(Next.ELSEWHERE);
        assertThat(take(ONE, 12, 2)).containsExactly(12L, 13L);
    }

    @Test
    void partitionsAreApart() {
        add(ONE, 0, 1);

        assertThat(recent.next(TWO, 0)).isEqualTo(Next.UNKNOWN);
        assertThat(take(TWO, 0, 100)).isEmpty();
    }

    @Test
    void eventsOfATopicThatWasReplacedAreForgotten() {
        add(ONE, 0, 10);
        add(TWO, 0, 10);

        recent.add(TWO, Uuid.randomUuid(), events(TWO, 0, 2));

        assertThat(recent.next(ONE, 0)).isEqualTo(Next.UNKNOWN);
        assertThat(take(TWO, 0, 100)).containsExactly(0L, 1L);
    }

    @Test
    void theOldestAreForgottenWhereNobodyTakesThem() {
        int size = events(ONE, 0, 1).get(0).serializedValueSize();
        long fit = RecentEvents.MAX_BYTES / size;
        for (long offset = 0; offset < fit + 1_000; offset += 100) {
            add(ONE, offset, offset + 100);
        }

        assertThat(recent.next(ONE, 0)).isEqualTo(Next.ELSEWHERE);
        assertThat(recent.next(ONE, 1_200)).isEqualTo(Next.HERE);
        assertThat(take(ONE, 1_200, 200)).hasSize(200);
    }

    private void add(TopicPartition partition, long from, long to) {
        recent.add(partition, LOG, events(partition, from, to));
    }

    private List<Long> take(TopicPartition partition, long offset, int max) {
        return offsets(recent.take(partition, offset, max, record -> true));
    }

    private static List<Long> offsets(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(ConsumerRecord::offset).toList();
    }

    private static List<EventRecord> events(TopicPartition partition, long from, long to) {
        byte[] value = ("{\"event_id\":\"e\",\"session_id\":\"s\",\"event_type\":\"llm_call\","
                        + "\"timestamp\":\"2026-02-14T10:30:00Z\",\"input_data\":\"" + "x".repeat(1_000) + "\"}")
                .getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> written =
                new ProducerRecord<>(partition.topic(), null, 0L, "s".getBytes(UTF_8), value);
        return LongStream.range(from, to)
                .mapToObj(offset ->
                        new EventRecord(written, partition.partition(), offset, 0, AgentEventCodec.decode(value), 0))
                .toList();
    }
}
