/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest;

import com.fasterxml.uuid.Generators;
import dev.agentlens.ingest.publish.AcknowledgementListener;
import dev.agentlens.ingest.publish.ProducerLog;
import dev.agentlens.ingest.publish.RecordLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.MicrometerProducerListener;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The write side's beans, beside its components. */
@Configuration(proxyBeanMethods = false)
class IngestConfiguration {

    private static final int MAX_WAITING_BATCHES = 1_000;
    private static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;

    @Bean(defaultCandidate = false)
    DefaultKafkaProducerFactory<byte[], byte[]> ingestProducerFactory(
            KafkaProperties kafka, IngestProperties properties, MeterRegistry meters) {
        Map<String, Object> config = kafka.buildProducerProperties();
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // At its default level zstd takes most of the time of an ingest, and saves little more.
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        config.put(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG, 1);
        // A single event is sent at once; under load batches form while the requests before them are under way.
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        // A missing broker is a quick 503, not a hanging client.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        int deliveryTimeout = Math.toIntExact(properties.publishTimeout().toMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deliveryTimeout);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, deliveryTimeout / 2);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        DefaultKafkaProducerFactory<byte[], byte[]> factory = new DefaultKafkaProducerFactory<>(config);
        factory.addListener(new MicrometerProducerListener<>(meters));
        return factory;
    }

    @Bean
    @Fallback
    RecordLog producerLog(@Qualifier("ingestProducerFactory") ProducerFactory<byte[], byte[]> producers) {
        return new ProducerLog(producers);
    }

    /** Parses and sends: {@code send()} may block while Kafka is unavailable, which no thread of Netty may. */
    @Bean(defaultCandidate = false)
    ThreadPoolTaskExecutor ingestExecutor(IngestProperties properties) {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setThreadNamePrefix("ingest-");
        executor.setCorePoolSize(properties.threads());
        executor.setMaxPoolSize(properties.threads());
        executor.setQueueCapacity(MAX_WAITING_BATCHES * properties.threads());
        executor.setDaemon(true);
        // Requests that the server still serves while it drains need it.
        executor.setAcceptTasksAfterContextClose(true);
        return executor;
    }

    @Bean(defaultCandidate = false)
    Scheduler ingestScheduler(@Qualifier("ingestExecutor") ThreadPoolTaskExecutor executor) {
        return Schedulers.fromExecutor(executor);
    }

    /** One thread. */
    @Bean(defaultCandidate = false)
    ThreadPoolTaskScheduler topicScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setThreadNamePrefix("topics-");
        scheduler.setDaemon(true);
        // Otherwise shutdown waits for a broker that does not respond.
        scheduler.setAcceptTasksAfterContextClose(true);
        return scheduler;
    }

    @Bean(defaultCandidate = false)
    Clock ingestClock() {
        return Clock.systemUTC();
    }

    /** UUIDv7 (RFC 9562). */
    @Bean(defaultCandidate = false)
    Supplier<UUID> newEventId() {
        return Generators.timeBasedEpochGenerator()::generate;
    }

    /** A role of its own responds as soon as the batch is durable. */
    @Bean
    @Fallback
    AcknowledgementListener nobodyElse() {
        return published -> Mono.empty();
    }
}
