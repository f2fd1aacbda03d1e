/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.projector.ProjectorProperties;
import dev.agentlens.projector.usage.PriceAdoption;
import dev.agentlens.readmodel.log.DeadLetters;
import dev.agentlens.readmodel.log.LogFlush;
import dev.agentlens.readmodel.log.RecentEvents;
import dev.agentlens.readmodel.log.TopicIdentity;
import dev.agentlens.readmodel.positions.StoppedPartitions;
import dev.agentlens.readmodel.progress.ProjectionHealth;
import dev.agentlens.readmodel.progress.ProjectionProgress;
import dev.agentlens.readmodel.progress.ProjectionTraces;
import dev.agentlens.readmodel.projection.Projection;
import dev.agentlens.readmodel.tables.ReadTables;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.ContainerProperties.AssignmentCommitOption;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.scheduling.config.FixedDelayTask;

/** How the topic is consumed. */
@Configuration(proxyBeanMethods = false)
class ConsumerConfiguration {

    private static final int COMMIT_PERIOD_MS = 1_000;

    @Bean
    ProjectionProgress projectionProgress(MeterRegistry meters) {
        return new ProjectionProgress(meters, Clock.systemUTC());
    }

    /** Filled where the same process writes the log. */
    @Bean
    RecentEvents recentEvents(ObjectProvider<LogFlush> flush) {
        return new RecentEvents(flush.getIfAvailable(() -> LogFlush.NOT_NEEDED));
    }

    @Bean
    ProjectionTraces projectionTraces(ObjectProvider<Tracer> tracer, ObjectProvider<Propagator> propagator) {
        return new ProjectionTraces(tracer.getIfAvailable(), propagator.getIfAvailable(), Clock.systemUTC());
    }

    @Bean
    TopicIdentity topicIdentity(KafkaProperties kafka) {
        return new TopicIdentity(EventTopic.EVENTS, kafka.buildAdminProperties());
    }

    @Bean
    StoppedPartitions stoppedPartitions(ProjectionHealth health, MeterRegistry meters) {
        return new StoppedPartitions(health, meters);
    }

    @Bean
    Projection projection(
            ReadTables tables,
            TopicIdentity topic,
            StoppedPartitions stopped,
            @Qualifier("deadLetterProducerFactory") ProducerFactory<byte[], byte[]> deadLetterProducers,
            @Qualifier("projectionWriters") ExecutorService writers,
            ProjectionProgress progress,
            ProjectionTraces traces,
            ProjectionHealth health) {
        return Projection.of(
                tables, topic, stopped, new DeadLetters(deadLetterProducers), progress, traces, health, writers);
    }

    @Bean
    ProjectionHealth projectionHealth() {
        return new ProjectionHealth();
    }

    /** Readiness shows it as {@code projection}. */
    @Bean
    ProjectionHealthIndicator projectionHealthIndicator(ProjectionHealth health) {
        return new ProjectionHealthIndicator(health);
    }

    /** Flyway's bean migrates while the context starts; {@link ProjectionLifecycle} does it when the database is there. */
    @Bean
    FlywayMigrationStrategy migrateWhenTheDatabaseAnswers() {
        return flyway -> {};
    }

    @Bean
    ProjectionLifecycle projectionLifecycle(
            Flyway flyway,
            PriceAdoption prices,
            @Qualifier("projectionContainer") ConcurrentMessageListenerContainer<byte[], byte[]> container,
            ProjectionHealth health,
            ProjectorProperties properties,
            @Qualifier("projectorScheduler") TaskScheduler scheduler) {
        return new ProjectionLifecycle(flyway, prices, container, health, properties.retryBackoff(), scheduler);
    }

    @Bean(defaultCandidate = false)
    ConcurrentMessageListenerContainer<byte[], byte[]> projectionContainer(
            KafkaProperties kafka,
            ProjectorProperties properties,
            Projection projection,
            StoppedPartitions stopped,
            ProjectionProgress progress,
            RecentEvents recent) {
        ContainerProperties container = new ContainerProperties(EventTopic.EVENTS);
        container.setGroupId(properties.group());
        container.setMessageListener(projection.consumer());
        container.setConsumerRebalanceListener(projection.consumer());
        // Committed for lag monitors only; reading continues at the position in the tables.
        container.setAckMode(AckMode.TIME);
        container.setAckTime(COMMIT_PERIOD_MS);
        container.setSyncCommits(false);
        container.setAssignmentCommitOption(AssignmentCommitOption.NEVER);
        container.setPollTimeout(1_000);
        // Credentials may be fixed while this waits; by default the thread would end.
        container.setAuthExceptionRetryInterval(properties.maxRetryBackoff());

        ConcurrentMessageListenerContainer<byte[], byte[]> listener = new ConcurrentMessageListenerContainer<>(
                pacedConsumers(consumerConfig(kafka), recent, properties, progress), container);
        listener.setConcurrency(properties.concurrency());
        listener.setBeanName("projection");
        listener.setCommonErrorHandler(new EndlessRetries(properties, projection.positions()));
        // Started by ProjectionLifecycle, once there are tables.
        listener.setAutoStartup(false);
        stopped.of(listener);
        return listener;
    }

    /** One for each consumer thread, at most. */
    @Bean(defaultCandidate = false, destroyMethod = "shutdown")
    ExecutorService projectionWriters() {
        CustomizableThreadFactory threads = new CustomizableThreadFactory("projection-writer-");
        threads.setDaemon(true);
        return Executors.newCachedThreadPool(threads);
    }

    @Bean
    FixedDelayTask logWatch(
            TopicIdentity topic,
            StoppedPartitions stopped,
            @Qualifier("projectionContainer") ConcurrentMessageListenerContainer<byte[], byte[]> container,
            ProjectorProperties properties) {
        LogWatch watch = new LogWatch(topic, stopped, container, properties.stoppedRetry());
        return new FixedDelayTask(watch, LogWatch.PERIOD, LogWatch.PERIOD);
    }

    /** Part of liveness. */
    @Bean("projectionThreads")
    ProjectionThreads projectionThreads(
            @Qualifier("projectionContainer") ConcurrentMessageListenerContainer<byte[], byte[]> container) {
        return new ProjectionThreads(container);
    }

    @Bean(defaultCandidate = false)
    DefaultKafkaProducerFactory<byte[], byte[]> deadLetterProducerFactory(KafkaProperties kafka) {
        return new DefaultKafkaProducerFactory<>(DeadLetters.producerConfig(kafka.buildProducerProperties()));
    }

    private static ConsumerFactory<byte[], byte[]> pacedConsumers(
            Map<String, Object> config,
            RecentEvents recent,
            ProjectorProperties properties,
            ProjectionProgress progress) {
        int maxPollRecords = maxPollRecords(properties);
        return new DefaultKafkaConsumerFactory<>(config) {
            @Override
            protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> config) {
                return new PacedConsumer(
                        withInstanceOfItsOwn(config), recent, maxPollRecords, properties.linger(), progress);
            }
        };
    }

    /** Where the members of the group are static (KIP-345), each consumer thread is one, as it has a client.id of its own. */
    private static Map<String, Object> withInstanceOfItsOwn(Map<String, Object> config) {
        Map<String, Object> own = new HashMap<>(config);
        own.computeIfPresent(
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                (name, instance) -> instance + "-" + config.get(ConsumerConfig.CLIENT_ID_CONFIG));
        return own;
    }

    /** Half of a transaction's limit: further polls are added below it. */
    private static int maxPollRecords(ProjectorProperties properties) {
        return Math.max(1, properties.maxPollRecords() / 2);
    }

    private static Map<String, Object> consumerConfig(KafkaProperties kafka) {
        Map<String, Object> config = kafka.buildConsumerProperties();
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "agentlens-projector");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // An offset that the log does not have is an error to be seen, not a place to start from.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // Several polls' worth: a partition's next fetch begins only when the last poll has emptied this one.
        config.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 * 1024 * 1024);
        config.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 * 1024 * 1024);
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        // How long a killed projector's partitions are not read; Kafka's own default is 45 s.
        config.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 15_000);
        return config;
    }
}
