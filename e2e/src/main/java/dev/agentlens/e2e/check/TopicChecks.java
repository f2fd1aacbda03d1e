/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.e2e.json.Json;
import dev.agentlens.e2e.load.Batch;
import dev.agentlens.e2e.load.ClientRefs;
import dev.agentlens.e2e.load.Cohort;
import dev.agentlens.e2e.load.SentEvent;
import dev.agentlens.e2e.violation.Violations;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Compares the dead-letter topic with the poison that was written, and the rejected topic with what was refused. */
final class TopicChecks {

    private final Log log;
    private final Violations violations;

    TopicChecks(Log log, Violations violations) {
        this.log = log;
        this.violations = violations;
    }

    /** Each poison record is in the dead-letter topic, and no other record; repeats are allowed. */
    void compareDeadLetters(Map<TopicPartition, Map<Long, String>> poison) {
        Map<TopicPartition, Set<Long>> missing = new HashMap<>();
        poison.forEach((partition, offsets) -> missing.put(partition, new HashSet<>(offsets.keySet())));
        log.forEach(Log.DEAD_LETTERS, record -> {
            TopicPartition partition = new TopicPartition(
                    text(record, "kafka_dlt-original-topic"),
                    header(record, "kafka_dlt-original-partition").getInt());
            long offset = header(record, "kafka_dlt-original-offset").getLong();
            if (!poison.getOrDefault(partition, Map.of()).containsKey(offset)) {
                violations.add(
                        "Only what is no event is dead-lettered",
                        partition + "@" + offset + " projected",
                        "dead-lettered: " + text(record, "kafka_dlt-exception-message"));
            } else {
                missing.getOrDefault(partition, Set.of()).remove(offset);
            }
        });
        poison.forEach((partition, kinds) -> kinds.forEach((offset, kind) -> {
            if (missing.getOrDefault(partition, Set.of()).contains(offset)) {
                violations.add(
                        "What is no event is dead-lettered",
                        partition + "@" + offset + " (" + kind + ") in the dead-letter topic",
                        "no such record there");
            }
        }));
    }

    /** Every event that was refused is in the rejected topic, and no other. */
    void compareRejected(Iterable<Cohort> cohorts) {
        Set<String> refused = new TreeSet<>();
        for (Cohort cohort : cohorts) {
            for (Batch batch : cohort.batches()) {
                batch.events().stream()
                        .filter(event -> !event.acceptable())
                        .map(SentEvent::ref)
                        .forEach(refused::add);
            }
        }
        Set<String> recorded = new TreeSet<>();
        log.forEach(
                Log.REJECTED,
                record -> recorded.add(ClientRefs.of(Json.parse(record.value()).path("event"))));
        Set<String> lost = new TreeSet<>(refused);
        lost.removeAll(recorded);
        if (!lost.isEmpty()) {
            violations.add("What is refused is recorded", "all of " + refused.size(), "nothing of " + lost);
        }
        recorded.removeAll(refused);
        if (!recorded.isEmpty()) {
            violations.add("Only what is refused is recorded", refused.size() + " events", "also " + recorded);
        }
    }

    private static ByteBuffer header(ConsumerRecord<byte[], byte[]> record, String name) {
        return ByteBuffer.wrap(record.headers().lastHeader(name).value());
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
