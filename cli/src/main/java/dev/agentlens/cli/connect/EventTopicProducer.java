/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.connect;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer for the topic of events: a record has arrived when every replica in sync has it. */
public final class EventTopicProducer {

    private static final int LARGEST_RECORD = 17 * 1024 * 1024;

    private EventTopicProducer() {}

    /** To be closed by the caller. */
    public static KafkaProducer<byte[], byte[]> open(RunningSystem system) {
        Map<String, Object> config = system.producerConfig();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "agentlens-cli");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
