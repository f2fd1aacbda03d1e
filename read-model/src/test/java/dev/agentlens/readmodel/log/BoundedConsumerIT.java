/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.agentlens.testsupport.TestServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundedConsumerIT {

    private static final int MEGABYTE = 1024 * 1024;

    private final String topic = "bounded-" + UUID.randomUUID();
    private final TopicPartition partition = new TopicPartition(topic, 0);

    @BeforeEach
    void createTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestServices.kafkaBootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    @Test
    void pollBringsNoMoreBytesThanItMayAndNoRecordIsLost() {
        // Together a few kilobytes as they travel.
        publish(3 * MEGABYTE, 20);
        publish(10, 1_000);
        publish(12 * MEGABYTE, 2);
        publish(10, 1);

        List<Long> offsets = new ArrayList<>();
        int fullPolls = 0;
        try (BoundedConsumer consumer = new BoundedConsumer(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                TestServices.kafkaBootstrapServers(),
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                2_000))) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(10));
                assertThat(records.isEmpty()).isFalse();
                if (records.count() > 1) {
                    assertThat(bytes(records)).isLessThanOrEqualTo(BoundedConsumer.POLL_BYTES);
                    fullPolls++;
                }
                records.forEach(record -> offsets.add(record.offset()));
            }
        }
        assertThat(offsets)
                .containsExactlyElementsOf(LongStream.range(0, 1_023).boxed().toList());
        assertThat(fullPolls).as("polls of two values of 3 MB").isCloseTo(11, within(2));
    }

    private static long bytes(ConsumerRecords<byte[], byte[]> records) {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            bytes += record.value().length;
        }
        return bytes;
    }

    private void publish(int size, int count) {
        byte[] value = new byte[size];
        Arrays.fill(value, (byte) 'a');
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        TestServices.kafkaBootstrapServers(),
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "zstd",
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        16 * MEGABYTE),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int n = 0; n < count; n++) {
                producer.send(new ProducerRecord<>(topic, 0, null, value));
            }
        }
    }
}
