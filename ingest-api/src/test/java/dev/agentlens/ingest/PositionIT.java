/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.position.PositionToken;
import dev.agentlens.ingest.IngestClient.Answer;
import dev.agentlens.ingest.TopicReader.Read;
import dev.agentlens.testsupport.TestServices;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What POST /events reports of a batch's place in the log, and its counts. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"agentlens.rate-limit.events=0", "management.server.port=0"})
class PositionIT {

    private static final String HEADER = "AgentLens-Position";

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    private IngestClient client;

    @DynamicPropertySource
    static void kafka(DynamicPropertyRegistry properties) {
        properties.add("spring.kafka.bootstrap-servers", TestServices::kafkaBootstrapServers);
    }

    @BeforeEach
    void open() {
        client = new IngestClient(port);
        // The topics are created, and their id is learnt, while the first requests already come in.
        await().until(() -> client.post("{\"events\":[1,{}]}").header(HEADER) != null);
    }

    @Test
    void positionIsWhereTheBatchsOwnEventsEnd() throws Exception {
        try (TopicReader events = new TopicReader(TestServices.kafkaBootstrapServers(), EventTopic.EVENTS)) {
            for (int round = 0; round < 20; round++) {
                Answer answer = client.post(batch(1 + round * 7));

                assertThat(answer.status()).isEqualTo(200);
                assertThat(position(answer)).isEqualTo(ends(events.read()));
            }
        }
    }

    @Test
    void rejectedNeighboursHaveNoPartInThePosition() throws Exception {
        try (TopicReader events = new TopicReader(TestServices.kafkaBootstrapServers(), EventTopic.EVENTS)) {
            Answer answer = client.post("{\"events\":[1,{\"session_id\":\"a\"},{\"session_id\":\"/\"},2]}");

            assertThat(answer.status()).isEqualTo(207);
            assertThat(position(answer)).isEqualTo(ends(events.read())).hasSize(1);
        }
    }

    @Test
    void batchThatBringsNoEventHasNoPosition() {
        assertThat(client.post("{\"events\":[]}").header(HEADER)).isNull();
        assertThat(client.post("{\"events\":[1,2]}").isError(400).header(HEADER))
                .isNull();
        assertThat(client.post("{").isError(400).header(HEADER)).isNull();
    }

    @Test
    void ledgerCountsWhatWasValidatedAndWhatKafkaAcknowledged() {
        double accepted = counted("accepted");
        double rejected = counted("rejected");
        double published = counted("published");
        double rejectedKept = counted("rejected_kept");

        client.post("{\"events\":[1,{},{\"session_id\":\"/\"},{},{}]}");

        assertThat(counted("accepted") - accepted).isEqualTo(3);
        assertThat(counted("rejected") - rejected).isEqualTo(2);
        assertThat(counted("published") - published).isEqualTo(3);
        assertThat(counted("rejected_kept") - rejectedKept).isEqualTo(2);
    }

    private static String batch(int events) {
        return IntStream.range(0, events)
                .mapToObj(i -> "{\"session_id\":\"position-" + i + "\"}")
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }

    /** By partition, from the response; fails if it is not of the topic's log. */
    private static Map<Integer, Long> position(Answer answer) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestServices.kafkaBootstrapServers()))) {
            String topicId = admin.describeTopics(List.of(EventTopic.EVENTS))
                    .allTopicNames()
                    .get()
                    .get(EventTopic.EVENTS)
                    .topicId()
                    .toString();
            return new PositionToken(answer.header(HEADER)).in(topicId).nextOffsets();
        }
    }

    private static Map<Integer, Long> ends(List<Read> records) {
        Map<Integer, Long> ends = new HashMap<>();
        records.forEach(record -> ends.put(record.partition(), record.offset() + 1));
        return ends;
    }

    private double counted(String outcome) {
        String name = "agentlens_ingest_events_total{outcome=\"" + outcome + "\"} ";
        return new IngestClient(managementPort)
                .get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }
}
