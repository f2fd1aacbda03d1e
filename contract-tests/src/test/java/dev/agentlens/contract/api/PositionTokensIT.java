/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.ingest.publish.AcknowledgementListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** A client that sends the position of its write with its reads finds what it wrote, where no read waits by itself. */
@Import(PositionTokensIT.RolesApart.class)
class PositionTokensIT extends RunningStandalone {

    private static final int PAIRS = 400;
    private static final int THREADS = 4;

    /** As where each role is a process of its own. */
    @TestConfiguration(proxyBeanMethods = false)
    static class RolesApart {

        @Bean
        @Primary
        AcknowledgementListener none() {
            return published -> Mono.empty();
        }
    }

    @Test
    void everyReadSeesTheWriteWhosePositionItSends() throws ExecutionException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                writers.add(threads.submit(this::writeAndRead));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** The positions of several writers, as of one that collects from all of them. */
    @Test
    void readThatSendsSeveralPositionsSeesAllOfThem() {
        for (int round = 0; round < 20; round++) {
            List<String> sessions =
                    IntStream.range(0, 8).mapToObj(i -> Api.newSession("many")).toList();
            String positions = String.join(
                    ",", sessions.stream().map(session -> write(session, 1)).toList());
            for (String session : sessions) {
                assertThat(read("/sessions/" + session, positions)
                                .path("total_events")
                                .intValue())
                        .isEqualTo(1);
            }
        }
    }

    private void writeAndRead() {
        String session = Api.newSession("tokens");
        String type = session.substring(0, 40);
        int events = 0;
        for (int pair = 0; pair < PAIRS / THREADS; pair++) {
            int more = 1 + pair % 3;
            String position = write(session, more, type);
            events += more;
            JsonNode detail = read("/sessions/" + session, position);
            assertThat(detail.path("total_events").intValue()).isEqualTo(events);
            assertThat(detail.path("events")).hasSize(events);
            assertThat(counted(read("/analytics", position), type)).isEqualTo(events);
        }
    }

    private String write(String session, int events) {
        return write(session, events, "generic");
    }

    private String write(String session, int events, String type) {
        List<Map<String, String>> batch = IntStream.range(0, events)
                .mapToObj(i -> Map.of("session_id", session, "event_type", type))
                .toList();
        String position = api.post("/events", Map.of("events", batch)).is(200).header("AgentLens-Position");
        assertThat(position).isNotNull();
        return position;
    }

    private JsonNode read(String path, String position) {
        return api.get(path, "AgentLens-After-Position", position, "Prefer", "wait=9")
                .json();
    }

    private static int counted(JsonNode analytics, String type) {
        return Json.elements(analytics.path("event_types")).stream()
                .filter(row -> row.path("event_type").stringValue().equals(type))
                .mapToInt(row -> row.path("count").intValue())
                .sum();
    }
}
