/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.redrive.Entry.Fingerprint;
import dev.agentlens.cli.redrive.RecordPlace;
import dev.agentlens.cli.redrive.Redrive.Outcome;
import dev.agentlens.cli.redrive.Redrive.Ready;
import dev.agentlens.common.json.RawJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Responses that a running API gives seldom, from a server that gives them at once. */
class EventsApiTest {

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final StringWriter err = new StringWriter();
    private HttpServer server;
    private EventsApi api;

    /** Status 0: the connection is cut. */
    private record Answer(int status, String body) {}

    private final Outcome<RejectedEvent> outcome = new Outcome<>() {
        @Override
        public void arrived(Collection<RejectedEvent> entries) {
            entries.forEach(entry -> calls.add("arrived " + entry.place()));
        }

        @Override
        public void refused(RejectedEvent entry, String reason, boolean recorded) {
            calls.add("refused " + entry.place() + " " + reason + (recorded ? " recorded" : ""));
        }
    };

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/events", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            Answer answer = answers.remove();
            if (answer.status() > 0) {
                byte[] body = answer.body().getBytes(UTF_8);
                exchange.getResponseHeaders().add("Retry-After", "0");
                exchange.sendResponseHeaders(answer.status(), body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        api = new EventsApi(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), null, new PrintWriter(err, true));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void batchThatIsNotAcknowledgedOrWhoseAnswerIsLostIsSentAgain() {
        answers.add(new Answer(503, "{\"error\":\"Kafka did not acknowledge the batch\"}"));
        answers.add(new Answer(0, ""));
        answers.add(new Answer(200, "{\"status\":\"ok\",\"processed\":2}"));

        api.send(events(2), outcome);

        assertThat(calls).containsExactly("arrived 0@0", "arrived 0@1");
        assertThat(bodies).hasSize(3).containsOnly("{\"events\":[{\"n\":0},{\"n\":1}]}");
        assertThat(err.toString()).contains("503: Kafka did not acknowledge the batch");
    }

    @Test
    void onlyWhatWasAcceptedHasArrived() {
        answers.add(new Answer(207, "{\"processed\":1,\"rejected\":[{\"index\":1,\"error\":\"bad\"}]}"));

        api.send(events(2), outcome);

        assertThat(calls).containsExactly("arrived 0@0", "refused 0@1 bad recorded");
    }

    @Test
    void bodyThatIsTooLargeIsHalvedDownToTheEventThatIs() {
        answers.add(new Answer(413, "{\"error\":\"too large\"}"));
        answers.add(new Answer(200, "{}"));
        answers.add(new Answer(413, "{\"error\":\"too large\"}"));

        api.send(events(2), outcome);

        assertThat(calls).containsExactly("arrived 0@0", "refused 0@1 too large");
    }

    @Test
    void answerOfSomethingElseEndsTheCommand() {
        answers.add(new Answer(404, "<html>\u001b[2J"));

        assertThatThrownBy(() -> api.send(events(1), outcome))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("404: <html>\\u001b[2J")
                .hasMessageContaining("--url");
        assertThat(calls).isEmpty();
    }

    private static List<Ready<RejectedEvent, RawJson>> events(int count) {
        List<Ready<RejectedEvent, RawJson>> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RecordPlace place = new RecordPlace(0, i);
            RejectedEvent event = new RejectedEvent(
                    place, Instant.EPOCH, "s", "bad", i, null, null, new Fingerprint(new UUID(0, i), "topic", place));
            events.add(new Ready<>(event, RawJson.of("{\"n\":" + i + "}")));
        }
        return events;
    }
}
