/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.agentlens.standalone.StandaloneRoles;
import dev.agentlens.testsupport.TestServices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Traces go where AGENTLENS_OTLP_ENDPOINT says, from the request to the read tables; other tests show that none do without. */
@SpringBootTest(
        classes = StandaloneRoles.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=agentlens-standalone",
            "management.server.port=0",
            "AGENTLENS_TRACE_SAMPLING=0",
            "management.opentelemetry.tracing.export.schedule-delay=200ms"
        })
@DirtiesContext
class TraceExportIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Queue<String> received = new ConcurrentLinkedQueue<>();
    private static final HttpServer collector = collector();

    static {
        // Asked for before the test's own properties are there.
        System.setProperty(
                "AGENTLENS_OTLP_ENDPOINT",
                "http://localhost:" + collector.getAddress().getPort() + "/v1/traces");
    }

    @LocalServerPort
    private int port;

    private Api api;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry properties) {
        TestServices.Database database = TestServices.newDatabase();
        properties.add("AGENTLENS_KAFKA_BOOTSTRAP", TestServices::kafkaBootstrapServers);
        properties.add("AGENTLENS_DATABASE_URL", database::jdbcUrl);
        properties.add("AGENTLENS_DATABASE_USER", database::username);
        properties.add("AGENTLENS_DATABASE_PASSWORD", database::password);
    }

    @BeforeEach
    void connect() {
        api = new Api(port);
        RunningStandalone.awaitProjection(api);
    }

    @AfterAll
    static void stop() {
        System.clearProperty("AGENTLENS_OTLP_ENDPOINT");
        collector.stop(0);
    }

    @Test
    void sampledRequestIsATraceUpToTheReadTablesAndAnotherIsNone() {
        String session = Api.newSession("traced");
        api.post(
                "/events",
                Map.of("events", List.of(Map.of("session_id", session, "event_id", "e"))),
                "traceparent",
                "00-" + TRACE + "-00f067aa0ba902b7-01");

        String traceId = new String(HexFormat.of().parseHex(TRACE), ISO_8859_1);
        await().atMost(20, SECONDS)
                .until(() -> spans().contains("http post /events") && spans().contains("project agentlens.events.v1"));
        assertThat(received).isNotEmpty().allMatch(batch -> batch.contains(traceId));
        assertThat(spans()).contains("agentlens").doesNotContain(session);
    }

    private static String spans() {
        return String.join("", received);
    }

    private static HttpServer collector() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/traces", exchange -> {
                received.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
