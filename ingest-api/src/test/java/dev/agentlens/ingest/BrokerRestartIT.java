/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.ingest.TopicReader.Read;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A broker that goes away under load and comes back. */
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"agentlens.rate-limit.events=0", "management.server.port=0"})
class BrokerRestartIT {

    @TempDir
    static Path directory;

    private static EmbeddedKafka broker;

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @DynamicPropertySource
    static void ownBroker(DynamicPropertyRegistry properties) {
        broker = EmbeddedKafka.start(new EmbeddedKafka.Settings(directory, 0, false));
        properties.add("spring.kafka.bootstrap-servers", () -> broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void whatWasAcknowledgedIsThereAndTheRestMayBeSentAgain(CapturedOutput log) {
        IngestClient client = new IngestClient(port);
        IngestClient management = new IngestClient(managementPort);
        await().until(() -> client.post(batch("before")).status() == 200);

        broker.close();
        client.post(batch("lost"))
                .isExactly(503, "{\"error\":\"Kafka did not acknowledge the batch; send the same batch again\"}");
        client.post("{\"events\":[{}" + ",{}".repeat(4_999) + "]}").isError(503);
        assertThat(management.get("/actuator/health/readiness").status()).isEqualTo(503);
        assertThat(client.get("/health").status()).isEqualTo(200);

        broker = EmbeddedKafka.start(new EmbeddedKafka.Settings(directory, broker.port(), false));
        await().until(() -> client.post(batch("lost")).status() == 200);
        await().until(() -> management.get("/actuator/health/readiness").status() == 200);

        try (TopicReader events = TopicReader.fromBeginning(broker.bootstrapServers(), EventTopic.EVENTS)) {
            List<Read> read = events.read();
            assertThat(read).extracting(record -> record.headers().get("ce_id")).contains("before", "lost");
        }
        // One line for each batch, not one for each of its events.
        assertThat(log.getAll().split("did not acknowledge a batch of 5000 events"))
                .hasSize(2);
        assertThat(log).doesNotContain("Exception thrown when sending a message");
    }

    private static String batch(String eventId) {
        return "{\"events\":[{\"session_id\":\"restart\",\"event_id\":\"" + eventId + "\"}]}";
    }
}
