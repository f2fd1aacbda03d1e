/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edgetest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** What platforms ask, on a port of its own. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=classpath:agentlens-edge.yml",
            "agentlens.api-key=key",
            "agentlens.rate-limit.analytics=1",
            "management.server.port=0"
        })
class ManagementHttpTest {

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @Autowired
    private ApplicationContext context;

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health/liveness", "/actuator/health/readiness"})
    void probesAnswerWithoutAKey(String probe) {
        TestResponse answer = new Client(managementPort).get(probe);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"status\":\"UP\"");
        new Client(port).get(probe).isAnyError(404);
    }

    @Test
    void noPageInABrowserMayReadTheMetrics() {
        TestResponse answer =
                new Client(managementPort).get("/actuator/prometheus", "Origin", "https://elsewhere.example");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void roleThatDrainsIsAliveButNotReady() {
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        try {
            assertThat(new Client(managementPort)
                            .get("/actuator/health/readiness")
                            .status())
                    .isEqualTo(503);
            assertThat(new Client(managementPort)
                            .get("/actuator/health/liveness")
                            .status())
                    .isEqualTo(200);
            assertThat(new Client(port).get("/health").status()).isEqualTo(200);
        } finally {
            AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        }
    }

    @Test
    void metricsAreThereForPrometheus() {
        new Client(port).get("/health");

        TestResponse answer = new Client(managementPort).get("/actuator/prometheus");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        assertThat(answer.body()).contains("jvm_memory_used_bytes", "http_server_requests_seconds");
    }

    @Test
    void refusalsAndDurationsOfRequestsAreCounted() {
        new Client(port).get("/analytics", "X-API-Key", "key");
        new Client(port).get("/analytics", "X-API-Key", "key").isAnyError(429);

        assertThat(new Client(managementPort).get("/actuator/prometheus").body())
                .containsPattern("agentlens_edge_requests_rate_limited_total\\{.*group=\"analytics\".*} 1\\.0")
                .containsPattern("http_server_requests_seconds_bucket\\{.*status=\"200\".*uri=\"/analytics\".*le=");
    }
}
