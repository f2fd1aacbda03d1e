/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventStreamTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @EnumSource(Profile.class)
    void everyEventIsADistinctJsonObjectWithATime(Profile profile) {
        Set<String> identities = new HashSet<>();
        for (String text : take(EventStream.of(profile, 0, 1), 10_000)) {
            JsonNode event = JSON.readTree(text);
            Instant.parse(event.get("timestamp").stringValue());
            String id = event.has("event_id")
                    ? event.get("event_id").stringValue()
                    : event.get("event_type").stringValue();
            assertThat(identities.add(event.get("session_id").stringValue() + " " + id))
                    .as(text)
                    .isTrue();
        }
    }

    @Test
    void eventsOfOneKbHaveExactlyThat() {
        assertThat(take(EventStream.of(Profile.ONE_KB, 0, 1), 5_000))
                .allSatisfy(event -> assertThat(event.getBytes(UTF_8)).hasSize(1_024));
    }

    @Test
    void sessionsHaveTheirLengthAndBeginAndEnd() {
        List<JsonNode> session = take(EventStream.of(Profile.ONE_KB, 6, 1), 6).stream()
                .map(JSON::readTree)
                .toList();

        assertThat(session)
                .extracting(event -> event.get("session_id").stringValue())
                .containsOnly(EventStream.of(Profile.ONE_KB, 6, 1).sessionId(0));
        assertThat(session.get(0).get("event_type").stringValue()).isEqualTo("session_start");
        assertThat(session.get(5).get("event_type").stringValue()).isEqualTo("session_end");
    }

    @Test
    void theSameSeedGivesTheSameEvents() {
        assertThat(take(EventStream.of(Profile.AGENT, 0, 7), 100))
                .isEqualTo(take(EventStream.of(Profile.AGENT, 0, 7), 100))
                .isNotEqualTo(take(EventStream.of(Profile.AGENT, 0, 8), 100));
    }

    @Test
    void oneSessionHasOneIdAndNoEnd() {
        EventStream stream = EventStream.ofOneSession(Profile.ONE_KB, 1);

        assertThat(take(stream, 9_000))
                .allSatisfy(event -> assertThat(event)
                        .contains("\"session_id\":\"" + stream.sessionId(0) + "\"")
                        .doesNotContain("session_end"));
    }

    /** Between constant bytes, which would flatter every codec, and random ones, which no agent writes. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    void eventsCompressLikeText(Profile profile) {
        String batch = String.join("", take(EventStream.of(profile, 0, 1), 120));

        double ratio = (double) Zstd.compress(batch.getBytes(UTF_8)).length / batch.length();

        assertThat(ratio).isBetween(0.15, 0.45);
    }

    private static List<String> take(EventStream stream, int count) {
        ByteBuffer buffer = ByteBuffer.allocate(stream.longest());
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stream.write(buffer.clear());
            events.add(new String(Arrays.copyOf(buffer.array(), buffer.position()), UTF_8));
        }
        return events;
    }
}
