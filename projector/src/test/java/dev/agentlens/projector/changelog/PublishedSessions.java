/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.contract.PublishedDocuments;
import dev.agentlens.common.event.EventTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** What agentlens.sessions.v1 holds. */
record PublishedSessions(String bootstrapServers) {

    JsonNode await(String sessionId, long version) {
        return awaitAll(List.of(sessionId), version).get(sessionId);
    }

    /** Returns the latest states of all sessions when all of these have the version. */
    Map<String, JsonNode> awaitAll(Collection<String> sessionIds, long version) {
        return Awaitility.await()
                .until(
                        this::latest,
                        states -> sessionIds.stream()
                                .allMatch(sessionId -> states.containsKey(sessionId)
                                        && states.get(sessionId).path("version").longValue() == version));
    }

    /** As a consumer keeps them: by session the state with the greatest version. */
    private Map<String, JsonNode> latest() {
        Map<String, JsonNode> states = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records()) {
            JsonNode state = PublishedDocuments.read(new String(record.value(), UTF_8));
            states.merge(
                    new String(record.key(), UTF_8),
                    state,
                    (known, next) -> next.path("version").longValue()
                                    >= known.path("version").longValue()
                            ? next
                            : known);
        }
        return states;
    }

    /** The session of each record. */
    List<String> keys() {
        return records().stream().map(record -> new String(record.key(), UTF_8)).toList();
    }

    List<ConsumerRecord<byte[], byte[]>> records() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.listTopics().getOrDefault(EventTopic.SESSIONS, List.of()).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
