/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.ingest.IngestClient.Answer;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The process starts and responds without a broker. The client times out after 10 s, like the Python SDK. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"agentlens.rate-limit.events=0", "management.server.port=0"})
class BrokerUnavailableIT {

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @DynamicPropertySource
    static void noBroker(DynamicPropertyRegistry properties) throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            String closed = "localhost:" + socket.getLocalPort();
            properties.add("spring.kafka.bootstrap-servers", () -> closed);
        }
    }

    @Test
    void batchIs503AndMayBeSentAgain() {
        Answer answer = new IngestClient(port).post("{\"events\":[{},{},{}]}");

        answer.isExactly(503, "{\"error\":\"Kafka did not acknowledge the batch; send the same batch again\"}");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void batchOfRejectedEventsIs503TooForTheyCannotBeKept() {
        new IngestClient(port).post("{\"events\":[1]}").isError(503);
    }

    @Test
    void wholeBatchOfFiveThousandFailsAsQuicklyAsOneEvent() {
        new IngestClient(port)
                .post("{\"events\":[{}" + ",{}".repeat(4_999) + "]}")
                .isError(503);
    }

    @Test
    void batchThatNeedsNoBrokerIsAnswered() {
        new IngestClient(port).post("{\"events\":[]}").isExactly(200, "{\"status\":\"ok\",\"processed\":0}");
        new IngestClient(port).post("{").isError(400);
    }

    @Test
    void processIsHealthyAndAliveButNotReady() {
        assertThat(new IngestClient(port).get("/health").status()).isEqualTo(200);
        IngestClient management = new IngestClient(managementPort);
        assertThat(management.get("/actuator/health/liveness").status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(
                        management.get("/actuator/health/readiness").status())
                .isEqualTo(503));
        assertThat(management.get("/actuator/health/readiness").body()).contains("\"kafka\":{", "\"status\":\"DOWN\"");
    }
}
