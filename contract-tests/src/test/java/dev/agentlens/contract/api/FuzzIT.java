/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Nearly right requests over all routes: no response is 5xx, none shows the inside, none stays in memory. What of
 * them is accepted is published as docs/api says ({@code PublishedRecords}).
 *
 * <p>{@code -Dfuzz.requests=1000000} makes as many, as {@code -Pcampaign} does, {@code -Dfuzz.seed=7} other ones.
 */
class FuzzIT extends RunningStandalone {

    private static final Logger log = LoggerFactory.getLogger(FuzzIT.class);
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 4_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int MAX_FAULTS = 20;
    private static final long MAX_GROWTH_BYTES = 48L * 1024 * 1024;
    private static final Pattern INSIDE = Pattern.compile(
            "Exception|\\bat [a-z]+\\.[a-z]|\\bjava\\.|org\\.[a-z]+\\.|dev\\.agentlens|jdbc:|SQLSTATE|\\bselect \\b");

    @LocalServerPort
    private int port;

    @Test
    void nothingIsAFaultOfTheServer() throws IOException {
        FuzzedRequests requests = new FuzzedRequests(SEED);
        Map<Integer, Integer> statuses = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        long warm = 0;
        try (RawConnection connection = new RawConnection(port)) {
            for (int i = 0; i < REQUESTS && faults.size() < MAX_FAULTS; i++) {
                byte[] request = requests.next();
                RawConnection.Answer answer = exchange(connection, request, i);
                statuses.merge(answer.status(), 1, Integer::sum);
                if (isFault(answer)) {
                    faults.add(described(request, i) + " was answered with " + answer);
                }
                if (i == REQUESTS / 5) {
                    warm = usedHeap();
                }
                if ((i + 1) % 100_000 == 0) {
                    log.info("{} requests of {}: {}", i + 1, REQUESTS, statuses);
                }
            }
        }
        log.info("Answers by status: {}", statuses);
        assertThat(faults).isEmpty();
        assertThat(statuses)
                .as("the requests reach what lies behind the checks")
                .containsKeys(200, 207, 400, 404);
        assertThat(usedHeap() - warm)
                .as("bytes of heap that four fifths of the requests left behind")
                .isLessThan(MAX_GROWTH_BYTES);
    }

    private static RawConnection.Answer exchange(RawConnection connection, byte[] request, int number) {
        try {
            return connection.exchange(request);
        } catch (IOException e) {
            throw new AssertionError(described(request, number) + " got no answer", e);
        }
    }

    /** A success may show whatever was sent. */
    private static boolean isFault(RawConnection.Answer answer) {
        if (answer.status() < 200 || answer.status() >= 500) {
            return true;
        }
        return answer.status() >= 400
                && (!saysWhatIsWrong(answer) || INSIDE.matcher(answer.body()).find());
    }

    /** OTLP's errors are in the format of the request: a google.rpc.Status in protobuf. */
    private static boolean saysWhatIsWrong(RawConnection.Answer answer) {
        return answer.contentType().startsWith("application/x-protobuf")
                ? !answer.body().isBlank()
                : !Json.read(answer.body()).path("error").asString("").isBlank();
    }

    private static String described(byte[] request, int number) {
        return "Request " + number + " of seed " + SEED + ":\n" + new String(request, ISO_8859_1) + "\n";
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
