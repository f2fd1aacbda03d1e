/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * The broker, as a benchmark handles it.
 *
 * @param log its directory
 */
public record Kafka(int port, Path log) {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

    /** A request to the admin client. */
    private interface Question<T> {
        KafkaFuture<T> ask(Admin admin);
    }

    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    public void createTopic(String name, int partitions) {
        ask(admin -> admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
                .all());
    }

    public void deleteTopic(String name) {
        ask(admin -> admin.deleteTopics(List.of(name)).all());
    }

    /** The offset after the last record, by partition. */
    public Map<Integer, Long> ends(String topic) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        ask(admin -> admin.describeTopics(List.of(topic)).allTopicNames())
                .values()
                .forEach(description -> description
                        .partitions()
                        .forEach(partition ->
                                wanted.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                ask(admin -> admin.listOffsets(wanted).all());
        Map<Integer, Long> ends = new HashMap<>();
        found.forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }

    /** Gives up all records of a topic, so that the next round does not fill the disk. */
    public void empty(String topic) {
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        ends(topic)
                .forEach((partition, end) ->
                        all.put(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(end)));
        ask(admin -> admin.deleteRecords(all).all());
    }

    private <T> T ask(Question<T> question) {
        Map<String, Object> config = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
        try (Admin admin = Admin.create(config)) {
            return question.ask(admin).get(CALL_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The broker did not do what was asked", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
