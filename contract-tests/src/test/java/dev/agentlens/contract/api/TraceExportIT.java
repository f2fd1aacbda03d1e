/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Traces go where AGENTLENS_OTLP_ENDPOINT says, from the request to the read tables; other tests show that none do without. */
@TestPropertySource(
        properties = {"AGENTLENS_TRACE_SAMPLING=0", "management.opentelemetry.tracing.export.schedule-delay=200ms"})
@DirtiesContext
class TraceExportIT extends RunningStandalone {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Queue<String> received = new ConcurrentLinkedQueue<>();
    private static final HttpServer collector = collector();

    static {
        // Asked for before the test's own properties are there.
        System.setProperty(
                "AGENTLENS_OTLP_ENDPOINT",
                "http://localhost:" + collector.getAddress().getPort() + "/v1/traces");
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
        await().until(() -> ofTrace(traceId, "http post /events") && ofTrace(traceId, "project agentlens.events.v1"));
        // The log may also have sampled events of others.
        assertThat(received)
                .filteredOn(batch -> batch.contains("http "))
                .isNotEmpty()
                .allMatch(batch -> batch.contains(traceId));
        assertThat(spans()).contains("agentlens").doesNotContain(session);
    }

    private static boolean ofTrace(String traceId, String span) {
        return received.stream().anyMatch(batch -> batch.contains(traceId) && batch.contains(span));
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
