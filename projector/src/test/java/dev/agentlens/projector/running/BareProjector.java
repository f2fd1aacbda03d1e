/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import dev.agentlens.projector.ProjectorProperties;
import dev.agentlens.readmodel.log.RecentEvents;
import dev.agentlens.readmodel.log.TopicIdentity;
import dev.agentlens.readmodel.positions.StoppedPartitions;
import dev.agentlens.readmodel.progress.ProjectionHealth;
import dev.agentlens.readmodel.progress.ProjectionProgress;
import dev.agentlens.readmodel.progress.ProjectionTraces;
import dev.agentlens.readmodel.tables.ReadTables;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/** A projector's container, made as in the application, with one consumer thread on a data source of the test's choice. */
record BareProjector(
        ConcurrentMessageListenerContainer<byte[], byte[]> container,
        ProjectionProgress progress,
        ProjectionHealth health,
        TopicIdentity topic,
        DefaultKafkaProducerFactory<byte[], byte[]> producers,
        ExecutorService writers)
        implements AutoCloseable {

    static BareProjector start(String kafka, DataSource dataSource) {
        return start(kafka, dataSource, Map.of());
    }

    /** @param consumer further settings of the Kafka consumer */
    static BareProjector start(String bootstrapServers, DataSource dataSource, Map<String, String> consumer) {
        KafkaProperties kafka = new KafkaProperties();
        kafka.setBootstrapServers(List.of(bootstrapServers));
        kafka.getConsumer().getProperties().putAll(consumer);
        ConsumerConfiguration configuration = new ConsumerConfiguration();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ReadTables tables = new ReadTables(dataSource);
        ProjectionProgress progress = configuration.projectionProgress(meters);
        ProjectionHealth health = configuration.projectionHealth();
        StoppedPartitions stopped = configuration.stoppedPartitions(health, meters);
        TopicIdentity topic = configuration.topicIdentity(kafka);
        DefaultKafkaProducerFactory<byte[], byte[]> producers = configuration.deadLetterProducerFactory(kafka);
        ExecutorService writers = configuration.projectionWriters();
        ConcurrentMessageListenerContainer<byte[], byte[]> container = configuration.projectionContainer(
                kafka,
                new ProjectorProperties(
                        "agentlens-projector",
                        1,
                        2_000,
                        Duration.ofMillis(10),
                        false,
                        Duration.ofMillis(100),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(5)),
                configuration.projection(
                        tables, topic, stopped, producers, writers, progress, ProjectionTraces.NONE, health),
                stopped,
                progress,
                new RecentEvents());
        container.start();
        return new BareProjector(container, progress, health, topic, producers, writers);
    }

    @Override
    public void close() {
        container.stop();
        writers.shutdown();
        producers.destroy();
        topic.close();
    }
}
