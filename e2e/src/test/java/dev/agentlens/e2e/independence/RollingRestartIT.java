/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.independence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.e2e.cluster.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Two instances of each role behind the gateway: whatever of them restarts or crashes, clients notice nothing. */
class RollingRestartIT {

    private static final int EVENTS_PER_SECOND = Integer.getInteger("agentlens.e2e.rate", 500);
    private static final int READS_PER_SECOND = 20;
    private static final Duration WARM_UP = Duration.ofSeconds(6);

    private RunningCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = RunningCluster.shared();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void noRequestFailsAndEveryEventCountsOnceWhileAllRolesRestartAndOneCrashes() throws Exception {
        List<URI> gateway = List.of(cluster.address());
        try (OpenLoad warmUp = new OpenLoad(gateway, gateway, "warm").writing(EVENTS_PER_SECOND / 4)) {
            Waiting.until("The first session", Duration.ofSeconds(60), () -> isThere("/sessions/warm-0"), () -> "");
            Waiting.pause(WARM_UP.toMillis());
        }
        long warm = settledTotal();
        OpenLoad load = new OpenLoad(gateway, gateway, "load")
                .writing(EVENTS_PER_SECOND)
                .reading(READS_PER_SECOND, "warm-0");
        List<ProcessHandle> before = roles();

        assertThat(cluster.restartRoles()).as(cluster.terminal()).isZero();
        List<ProcessHandle> after = roles();
        cluster.crash("ingest-api");
        Waiting.until(
                "The crashed one again", Duration.ofSeconds(60), () -> roles().size() == 6, () -> cluster.terminal());
        load.close();

        assertThat(after).hasSize(6).doesNotContainAnyElementsOf(before);
        assertThat(cluster.terminal()).contains("ingest-1 ended with exit code 137 and is started again");
        assertThat(load.failures()).isEmpty();
        assertThat(load.written()).isGreaterThan(EVENTS_PER_SECOND * 10);
        assertThat(load.answeredReads()).isGreaterThan(READS_PER_SECOND * 10);
        Waiting.until(
                "Every event read back once",
                Duration.ofSeconds(90),
                () -> totalEvents() >= warm + load.written(),
                () -> totalEvents() - warm + " of " + load.written());
        assertThat(totalEvents()).isEqualTo(warm + load.written());
        assertThat(cluster.verify()).isZero();
        System.out.printf(
                "Rolling restart at %d events/s: %d events and %d reads, %d failed%n",
                EVENTS_PER_SECOND,
                load.written(),
                load.answeredReads(),
                load.failures().size());

        List<ProcessHandle> all = cluster.allProcesses();
        cluster.close();
        assertThat(all).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(cluster.terminal()).contains("Stopped.");
        cluster.deleteDirectory();
    }

    private List<ProcessHandle> roles() {
        return Stream.of("ingest-api", "projector", "query-api")
                .flatMap(role -> cluster.roleProcesses(role).stream())
                .toList();
    }

    /** Of all events, once no more come. */
    private long settledTotal() {
        long[] total = {-1};
        Waiting.until(
                "All events of the warm-up read back",
                Duration.ofSeconds(60),
                () -> {
                    long before = total[0];
                    Waiting.pause(1_000);
                    total[0] = totalEvents();
                    return before == total[0];
                },
                () -> "at " + total[0]);
        return total[0];
    }

    private boolean isThere(String path) {
        try {
            return HttpClient.newHttpClient()
                            .send(request(path), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private long totalEvents() {
        try {
            String body = HttpClient.newHttpClient()
                    .send(request("/analytics"), BodyHandlers.ofString())
                    .body();
            return JsonMapper.shared()
                    .readTree(body)
                    .at("/overview/total_events")
                    .asLong();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(cluster.address().resolve(path)).build();
    }
}
