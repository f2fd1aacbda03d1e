/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.readmodel.progress.ProjectionProgress;
import dev.agentlens.testsupport.TestServices;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What reads have read is kept until this process changes it. */
class CachedReadsIT extends RunningStandalone {

    private static final int ROUNDS = 300;

    @Autowired
    private ProjectionProgress progress;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void readIsSentFromMemoryAsLongAsNothingIsWritten() {
        String session = Api.newSession("kept");
        api.accept(List.of(Map.of("session_id", session)));
        String first = reads(session);
        jdbc.sql("update sessions set agent_name = 'renamed' where session_id = :id")
                .param("id", session)
                .update();

        assertThat(reads(session)).isEqualTo(first);

        api.accept(List.of(Map.of("session_id", session)));
        assertThat(reads(session)).isNotEqualTo(first);
    }

    @Test
    void everyReadAfterAWriteSeesItThoughTheSameReadCameJustBefore() {
        String session = Api.newSession("seen");
        String other = Api.newSession("seen");
        api.accept(List.of(Map.of("session_id", other)));
        for (int round = 1; round <= ROUNDS; round++) {
            api.accept(List.of(Map.of("session_id", session, "event_type", "generic")));

            assertThat(api.session(session).path("events"))
                    .as("round %d", round)
                    .hasSize(round);
            assertThat(api.export(session, "csv").lines()).as("round %d", round).hasSize(round + 1);
            assertThat(api.compare(other, session).at("/session_b/event_count").intValue())
                    .as("round %d", round)
                    .isEqualTo(round);
        }
    }

    @Test
    void erasedSessionIsNotFoundFromThenOn() throws ExecutionException, InterruptedException {
        String session = Api.newSession("erased");
        api.accept(List.of(Map.of("session_id", session)));
        String list = "/sessions?limit=200";
        api.session(session);
        assertThat(api.get(list).body()).contains(session);

        RecordMetadata erasure = erase(session);
        progress.reaches(Map.of(erasure.partition(), erasure.offset() + 1)).get();

        api.get("/sessions/" + session).is(404);
        api.get("/sessions/" + session + "/explain").is(404);
        assertThat(api.get(list).body()).doesNotContain(session);
    }

    private String reads(String session) {
        return Stream.of("", "/explain", "/export?format=csv", "/export?format=ndjson", "/events", "/conversation")
                .map(path -> api.get("/sessions/" + session + path).is(200).body())
                .collect(joining("\n"));
    }

    private static RecordMetadata erase(String session) throws ExecutionException, InterruptedException {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(EventTopic.EVENTS, EventTopic.key(session), null);
        EventTopic.erasureHeaders(session, UUID.randomUUID().toString(), Instant.now())
                .forEach((name, value) -> record.headers().add(name, value));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestServices.kafkaBootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            return producer.send(record).get();
        }
    }
}
