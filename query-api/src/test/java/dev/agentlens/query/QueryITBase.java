/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Scanner;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The read side over HTTP, on rows that the projector's own code wrote; every test begins with an empty system. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"agentlens.rate-limit.sessions=0", "agentlens.rate-limit.analytics=0", "management.server.port=0"
        })
abstract class QueryITBase {

    static final ProjectedEvents EVENTS = new ProjectedEvents();

    @LocalServerPort
    private int port;

    QueryClient client;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        EVENTS.serve(properties);
    }

    @BeforeEach
    void empty() {
        EVENTS.clear();
        client = client();
    }

    QueryClient client() {
        return new QueryClient(port);
    }

    /** The JSON of an event in wire form; {@code rest} are further fields, each after a comma. */
    static String event(String sessionId, String eventId, String eventType, String timestamp, String rest) {
        return "{\"event_id\":\"" + eventId + "\",\"session_id\":\"" + sessionId + "\",\"event_type\":\"" + eventType
                + "\",\"timestamp\":\"" + timestamp + "\"" + rest + "}";
    }

    static String step(String sessionId, String eventId, String timestamp) {
        return event(sessionId, eventId, "generic", timestamp, "");
    }

    /** Reads a response of one line to its end and counts a word in it, holding no more than a piece of it. */
    static int read(InputStream response, String word) {
        try (Scanner scanner = new Scanner(response, UTF_8).useDelimiter(Pattern.compile(Pattern.quote(word)))) {
            int pieces = 0;
            while (scanner.hasNext()) {
                scanner.next();
                pieces++;
            }
            if (scanner.ioException() != null) {
                throw new UncheckedIOException(scanner.ioException());
            }
            return pieces - 1;
        }
    }
}
