/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.query.EventStream.Message;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Events as they arrive. A stream has no end: a test that waits for what does not come fails by its time. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestPropertySource(
        properties = {"agentlens.live.heartbeat=1s", "agentlens.live.max-streams=40", "agentlens.live.buffer=1MB"})
class LiveStreamIT extends QueryITBase {

    private static final String ALL = "/events/stream";

    @Autowired
    private MeterRegistry meters;

    /** A feed of the test before may still be open, and does not go back in a log. */
    @Override
    @BeforeEach
    void empty() {
        EVENTS.clearTables();
        client = client();
    }

    @Test
    void eventsOfEveryTypeArriveAsTheyAreProjected() throws IOException {
        EVENTS.project(step("before", "e0", "2026-01-01T00:00:00Z"));
        try (EventStream stream = open(ALL)) {
            EVENTS.project(
                    event("s", "e1", "session_start", "2026-01-01T00:00:00Z", ",\"agent_name\":\"bot\""),
                    event("s", "e2", "llm_call", "2026-01-01T00:00:01Z", ",\"model\":\"gpt-4o\",\"tokens_in\":7"));
            assertThat(stream.nextIds(2)).containsExactly("e1", "e2");

            EVENTS.project(event(
                    "s",
                    "e3",
                    "session_end",
                    "2026-01-01T00:00:02Z",
                    ",\"ended_at\":\"2026-01-01T00:00:02Z\",\"status\":\"error\""));
            Message end = stream.next();
            assertThat(end.type()).isEqualTo("message");
            assertThat(end.json().path("event_type").stringValue()).isEqualTo("session_end");
            assertThat(end.json().path("status").stringValue()).isEqualTo("error");
        }
    }

    @Test
    void messageHasTheEventAsTheTraceHasIt() throws IOException {
        EVENTS.project(step("s", "e0", "2026-01-01T00:00:00Z"));
        try (EventStream stream = open(ALL)) {
            EVENTS.project(event(
                    "s",
                    "e1",
                    "llm_call",
                    "2026-01-01T00:00:01.5Z",
                    ",\"model\":\"gpt-4o\",\"tokens_in\":7,\"input_data\":{\"a\":\r\n [1,\n2]},\"own\":\"x\\ny\""));

            Message message = stream.next();

            assertThat(message.json())
                    .isEqualTo(client.get("/sessions/s").json().path("events").path(1));
        }
    }

    @Test
    void streamIsServedAsServerSentEvents() {
        EVENTS.project(step("s", "e0", "2026-01-01T00:00:00Z"));

        QueryClient.Response head = client.head(ALL);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).startsWith("text/event-stream");
        assertThat(head.header("Cache-Control")).contains("no-store");
        assertThat(head.header("X-Accel-Buffering")).isEqualTo("no");
    }

    @ParameterizedTest
    @CsvSource({
        "agent=bot,                    s:1 s:2 s:3 s:4",
        "agent=bot&agent=other,        s:1 s:2 s:3 s:4 t:1 t:2",
        "type=llm_call,                s:2 t:2",
        "type=llm_call&model=gpt-4o,   s:2",
        "session=t,                    t:1 t:2",
        "session=t&session=absent,     t:1 t:2",
        "errors=true,                  s:3 s:4",
        "errors=true&type=session_end, s:4",
        "errors=false&session=t,       t:1 t:2",
        "agent=,                       s:1 s:2 s:3 s:4 t:1 t:2",
    })
    void filtersAreCombined(String query, String expected) throws IOException {
        EVENTS.project(
                event("s", "s:1", "session_start", "2026-01-01T00:00:00Z", ",\"agent_name\":\"bot\""),
                event("t", "t:1", "session_start", "2026-01-01T00:00:00Z", ",\"agent_name\":\"other\""));
        try (EventStream stream = open(ALL + "?from=beginning&" + query)) {
            EVENTS.project(
                    event("s", "s:2", "llm_call", "2026-01-01T00:00:01Z", ",\"model\":\"gpt-4o\""),
                    event("t", "t:2", "llm_call", "2026-01-01T00:00:01Z", ",\"model\":\"gpt-5\""),
                    event("s", "s:3", "tool_call", "2026-01-01T00:00:02Z", ",\"error\":\"no network\""),
                    event(
                            "s",
                            "s:4",
                            "session_end",
                            "2026-01-01T00:00:03Z",
                            ",\"ended_at\":\"2026-01-01T00:00:03Z\",\"status\":\"timeout\""));
            String[] ids = expected.split(" ");

            assertThat(stream.nextIds(ids.length)).containsExactlyInAnyOrder(ids);
            assertThat(stream.isSilent()).isTrue();
        }
    }

    @Test
    void streamOfASessionHasItsEventsAlone() throws IOException {
        EVENTS.project(step("s", "e1", "2026-01-01T00:00:00Z"), step("t", "t1", "2026-01-01T00:00:00Z"));
        try (EventStream all = open("/sessions/s/events/stream?from=beginning");
                EventStream next = open("/sessions/s/events/stream")) {
            EVENTS.project(step("t", "t2", "2026-01-01T00:00:01Z"), step("s", "e2", "2026-01-01T00:00:01Z"));

            assertThat(all.nextIds(2)).containsExactly("e1", "e2");
            assertThat(next.nextIds(1)).containsExactly("e2");
        }
        client.get("/sessions/absent/events/stream").isError(404, "Session not found");
        client.get("/sessions/a%20b/events/stream").isError(400, "Invalid session ID format");
    }

    @Test
    void whatIsEnteredLaterIsNotMissedByStreamsOfOtherSessions() throws IOException {
        EVENTS.project(step("s", "e1", "2026-01-01T00:00:00Z"), step("t", "t1", "2026-01-01T00:00:00Z"));
        try (EventStream s = open("/sessions/s/events/stream");
                EventStream t = open("/sessions/t/events/stream")) {
            EVENTS.project(step("s", "e2", "2026-01-01T00:00:01Z"), step("t", "t2", "2026-01-01T00:00:01Z"));
            assertThat(s.nextIds(1)).containsExactly("e2");
            assertThat(t.nextIds(1)).containsExactly("t2");
            try (EventStream all = open(ALL)) {
                EVENTS.project(step("u", "u1", "2026-01-01T00:00:02Z"), step("s", "e3", "2026-01-01T00:00:02Z"));
                assertThat(all.nextIds(2)).containsExactlyInAnyOrder("u1", "e3");
                assertThat(s.nextIds(1)).containsExactly("e3");
            }
        }
    }

    @Test
    void everyMessageCanBeResumedAfter() throws IOException {
        List<Message> messages;
        EVENTS.project(step("s0", "first", "2026-01-01T00:00:00Z"));
        try (EventStream stream = open(ALL)) {
            for (int i = 0; i < 30; i++) {
                EVENTS.project(step("s" + i % 5, "e" + i, "2026-01-01T00:00:01Z"));
            }
            messages = stream.next(30);
        }
        List<String> ids = messages.stream().map(Message::eventId).toList();
        assertThat(ids).doesNotHaveDuplicates().hasSize(30);
        for (int i = 0; i < 30; i += 11) {
            try (EventStream stream = resume(ALL, messages.get(i).id())) {
                assertThat(stream.nextIds(29 - i)).containsExactlyInAnyOrderElementsOf(ids.subList(i + 1, 30));
                assertThat(stream.isSilent()).isTrue();
            }
        }
    }

    @Test
    void positionOfWhatAClientWroteIsAPlaceToBeginWith() throws IOException {
        EVENTS.project(step("s", "e1", "2026-01-01T00:00:00Z"));
        String written = EVENTS.positionAfter("s", 0);
        EVENTS.project(step("s", "e2", "2026-01-01T00:00:01Z"));

        try (EventStream stream = open(ALL + "?session=s&last_event_id=" + written)) {
            assertThat(stream.nextIds(1)).containsExactly("e2");
        }
    }

    @Test
    void nothingIsLostOrTwiceForReadersThatComeAndGoUnderLoad() throws Exception {
        int events = 6_000;
        EVENTS.project(step("s0", "first", "2026-01-01T00:00:00Z"));
        ExecutorService readers = Executors.newFixedThreadPool(12);
        try {
            String start = startOf(ALL);
            List<Future<Set<String>>> results = IntStream.range(0, 12)
                    .mapToObj(i -> readers.submit(comingAndGoing(start, i, events)))
                    .toList();
            for (int i = 0; i < events; i += 50) {
                List<String> batch = new ArrayList<>();
                for (int j = i; j < i + 50; j++) {
                    batch.add(step("s" + j % 40, "e" + j, "2026-01-01T00:00:01Z"));
                }
                EVENTS.project(batch.toArray(String[]::new));
            }
            for (int i = 0; i < 12; i++) {
                assertThat(results.get(i).get()).hasSize(expected(i, events));
            }
        } finally {
            readers.shutdownNow();
        }
    }

    /** Reader i reads all events, or those of one session; it fails if one comes twice. */
    private Callable<Set<String>> comingAndGoing(String start, int i, int events) {
        return () -> {
            RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
            Set<String> read = new HashSet<>();
            String path = i % 2 == 0 ? ALL : "/events/stream?session=s" + i;
            String last = start;
            while (read.size() < expected(i, events)) {
                try (EventStream stream = resume(path, last)) {
                    int some = Math.min(expected(i, events) - read.size(), 1 + random.nextInt(1_500));
                    for (Message message : stream.next(some)) {
                        assertThat(message.type()).as(message.data()).isEqualTo("message");
                        assertThat(read.add(message.eventId()))
                                .as(message.data())
                                .isTrue();
                        last = message.id();
                    }
                }
            }
            return read;
        };
    }

    private static int expected(int reader, int events) {
        return reader % 2 == 0 ? events : events / 40;
    }

    @Test
    void silentStreamBeatsAndMovesThePosition() throws IOException {
        EVENTS.project(step("s", "e1", "2026-01-01T00:00:00Z"));
        try (EventStream stream = open(ALL + "?session=s&colour=red")) {
            EVENTS.project(step("other", "o1", "2026-01-01T00:00:01Z"));
            await().during(Duration.ofMillis(2_500)).until(() -> true);
            EVENTS.project(step("s", "e2", "2026-01-01T00:00:02Z"));

            Message message = stream.next();

            assertThat(message.eventId()).isEqualTo("e2");
            assertThat(stream.comments())
                    .anyMatch(comment -> comment.startsWith("Unknown parameter 'colour'"))
                    .contains("heartbeat");
        }
    }

    @Test
    void largeEventsAreSentCompletely() throws IOException {
        EVENTS.project(step("s", "e0", "2026-01-01T00:00:00Z"));
        String large = "x".repeat(3_000_000);
        try (EventStream stream = open(ALL)) {
            for (int i = 1; i <= 3; i++) {
                EVENTS.project(event("s", "e" + i, "note", "2026-01-01T00:00:01Z", ",\"own\":\"" + large + i + "\""));
                Message message = stream.next();
                assertThat(message.json().path("own").stringValue()).isEqualTo(large + i);
            }
        }
        try (EventStream stream = open(ALL + "?from=beginning")) {
            assertThat(stream.nextIds(4)).containsExactly("e0", "e1", "e2", "e3");
        }
    }

    @Test
    void clientThatIsTooFarBehindGetsAReason() throws IOException {
        EVENTS.project(step("s", "e0", "2026-01-01T00:00:00Z"));
        try (EventStream stream = open(ALL)) {
            String rest = ",\"own\":\"" + "x".repeat(100_000) + '"';
            // What the buffers of the two systems take, and ours, and more.
            for (int i = 0; i < 200; i++) {
                EVENTS.project(event("s", "e" + i + 1, "note", "2026-01-01T00:00:01Z", rest));
            }
            List<Message> messages = new ArrayList<>();
            for (Message next = stream.next(); next != null; next = stream.next()) {
                messages.add(next);
            }

            Message last = messages.remove(messages.size() - 1);
            assertThat(last.type()).isEqualTo("end");
            assertThat(last.json()).hasToString("{\"reason\":\"slow\"}");
            String resumed =
                    messages.isEmpty() ? "" : messages.get(messages.size() - 1).id();
            try (EventStream rests = resume(ALL, resumed)) {
                assertThat(messages.size()
                                + rests.nextIds(200 - messages.size()).size())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void replacedLogEndsTheStream() throws IOException {
        EVENTS.project(step("s", "e0", "2026-01-01T00:00:00Z"));
        try (EventStream stream = open(ALL)) {
            EVENTS.execute("update projection_source set topic_id = 'AnotherLogAltogether00'");

            Message last = stream.next();

            assertThat(last.type()).isEqualTo("end");
            assertThat(last.json()).hasToString("{\"reason\":\"replaced\"}");
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void tablesOfNoLogAre503() {
        client.get(ALL).isError(503, "The read tables cannot be read, or no projector has begun to fill them");
    }

    @Test
    void moreStreamsThanAllowedAre503UntilOneCloses() throws IOException {
        EVENTS.project(step("s", "e0", "2026-01-01T00:00:00Z"));
        awaitNoStreams();
        List<EventStream> streams = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                streams.add(open(ALL));
            }
            client.get(ALL).isError(503, "Too many streams are open (max 40)");
            streams.remove(0).close();

            await().until(() -> client.head(ALL).status() == 200);
        } finally {
            for (EventStream stream : streams) {
                stream.close();
            }
        }
        awaitNoStreams();
    }

    /** A client that is gone is noticed with the next heartbeat. */
    private void awaitNoStreams() {
        await().until(() -> meters.get("agentlens.live.streams").gauge().value() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AgAAAAA", "%00"})
    void damagedIdIs400(String id) {
        EVENTS.project(step("s", "e0", "2026-01-01T00:00:00Z"));

        client.get(ALL + "?last_event_id=" + id).isError(400, "Invalid Last-Event-ID: it is damaged");
    }

    @Test
    void idOfAnotherLogIs400() {
        EVENTS.project(step("s", "e0", "2026-01-01T00:00:00Z"));

        client.get(ALL, "Last-Event-ID", ProjectedEvents.token("AnotherLogAltogether00", Map.of(0, 0L)))
                .isError(400, "Invalid Last-Event-ID: it is of another log");
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday, Invalid from",
        "errors=maybe, Invalid errors",
        "session=%00, Invalid session",
    })
    void illegalValueIs400(String query, String error) {
        client.get(ALL + '?' + query).isError(400, error);
    }

    private String startOf(String path) throws IOException {
        try (EventStream stream = open(path)) {
            EVENTS.project(step("s0", "probe", "2026-01-01T00:00:00Z"));
            return stream.next().id();
        }
    }

    private EventStream open(String path) {
        return new EventStream(client.open(path));
    }

    private EventStream resume(String path, String lastEventId) {
        return new EventStream(client.open(path, "Last-Event-ID", lastEventId));
    }
}
