/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.ingest.pipeline.WarningLog;
import dev.agentlens.ingest.validation.EventNormalizer;
import dev.agentlens.ingest.validation.Receipt;
import dev.agentlens.ingest.validation.Warning;
import dev.agentlens.ingest.validation.WarningKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the response says of a batch, from its body. */
class BatchReportTest {

    private static final Receipt RECEIPT = new Receipt(Instant.EPOCH, null, null, UUID::randomUUID);

    private final List<Warning> logged = new ArrayList<>();

    @Test
    void idOfTwoDifferentEventsOfABatchIsReported() {
        BatchResponse response = respond("""
            {"session_id":"a","event_id":"call_B","tool_call":{"name":"search_direct"}},
            {"session_id":"b","event_id":"call_B","tool_call":{"name":"other session"}},
            {"session_id":"a","event_id":"call_B","tool_call": {"name": "search_direct"}},
            {"session_id":"a","event_id":"call_B","tool_call":{"name":"search_onestop"}}\
            """);

        assertThat(response.processed()).isEqualTo(4);
        assertThat(response.warnings())
                .containsExactly(new Warning(
                        3,
                        "event_id",
                        "event_id 'call_B' was used in this batch by events[0], which is another event; the first counts",
                        WarningKind.REUSED_ID));
    }

    /** "Aa" and "BB" have the same hash, and so have all texts made of them. */
    @Test
    void idsAreDistinguishedWhateverTheirHashes() {
        SplittableRandom random = new SplittableRandom(20261129);
        Map<String, Integer> contents = new HashMap<>();
        List<Integer> reused = new ArrayList<>();
        StringJoiner events = new StringJoiner(",");
        for (int i = 0; i < 100; i++) {
            String id = Integer.toBinaryString(32 + random.nextInt(32))
                    .replace("0", "Aa")
                    .replace("1", "BB");
            int content = random.nextInt(2);
            events.add("{\"event_id\":\"" + id + "\",\"n\":" + content + "}");
            if (contents.merge(id, content, (first, next) -> first) != content) {
                reused.add(i);
            }
        }

        respond(events.toString());

        assertThat(reused).isNotEmpty();
        assertThat(logged).extracting(Warning::index).isEqualTo(reused);
    }

    @Test
    void eventsWithoutIdsShareNone() {
        assertThat(respond("{},{},{\"span_id\":\"1\"},{\"span_id\":\"1\"},{\"event_type\":\"session_start\"}")
                        .warnings())
                .isNull();
    }

    @Test
    void numbersThatPythonWritesAreReportedByFieldAndToken() {
        BatchResponse response = respond("""
            {"session_id":"a"},
            {"tokens_in":NaN,"output_data":{"scores":[1,-Infinity,NaN]},"duration_ms":Infinity,"timestamp":NaN},
            NaN\
            """);

        assertThat(response.processed()).isEqualTo(2);
        assertThat(response.rejected())
                .extracting(BatchResponse.Rejection::error)
                .containsExactly("An event must be an object, not null");
        assertThat(response.warnings())
                .allMatch(warning -> warning.index() == 1 && warning.kind() == WarningKind.NON_FINITE);
        assertThat(response.warnings())
                .extracting(Warning::message)
                .containsExactly(
                        "tokens_in holds NaN, which JSON does not have; null was used",
                        "output_data holds -Infinity, which JSON does not have; null was used",
                        "output_data holds NaN, which JSON does not have; null was used",
                        "duration_ms holds Infinity, which JSON does not have; null was used",
                        "timestamp holds NaN, which JSON does not have; null was used");
    }

    @Test
    void twentyWarningsAreShownAndAllAreLoggedAndCounted() {
        BatchResponse response = respond("{\"tokens_in\":-1}" + ",{\"model\":\"\"}".repeat(29));

        assertThat(response.warnings()).hasSize(20);
        assertThat(response.warningsOmitted()).isEqualTo(10);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        WarningLog log = new WarningLog(meters);
        logged.forEach(log::add);
        assertThat(meters.get("agentlens.ingest.warnings")
                        .tag("kind", "number")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("agentlens.ingest.warnings")
                        .tag("kind", "text")
                        .counter()
                        .count())
                .isEqualTo(29);
        assertThat(meters.get("agentlens.ingest.warnings")
                        .tag("kind", "status")
                        .counter()
                        .count())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"events\":[{},{\"a\":tru}]}     | line 1, column 20, in events[1]: expected a value, found 'tru'",
                "{\"events\":[{},~{\"a\":undefined}]} | line 2, column 6, in events[1]: expected a value, found 'undefined'",
                "{\"events\":[{} {}]}             | line 1, column 15, in events after events[0]: expected ',' or ']', found '{'",
                "{\"events\":[,]}                 | line 1, column 12, in events[0]: expected a value, found ','",
                "{\"events\":[{\"a\":1            | line 1, column 18, in events[0]: the text ends early",
                "{\"events\":[{}                  | line 1, column 14, in events after events[0]: the text ends early",
                "{\"sdk\":'x',\"events\":[]}      | line 1, column 8: expected a value, found 'x'",
                "{\"events\":[{}]}}               | line 1, column 16: expected the end of the text, found '}'"
            })
    void malformedBatchIsReportedByLineColumnAndEvent(String body, String message) {
        assertThatThrownBy(() -> EventBatch.parse(body.replace('~', '\n').getBytes(UTF_8), 10))
                .isInstanceOf(ApiException.class)
                .hasMessage("Malformed JSON at " + message);
    }

    private BatchResponse respond(String events) {
        EventBatch batch = EventBatch.parse(("{\"events\":[" + events + "]}").getBytes(UTF_8), 100);
        EventNormalizer normalizer = new EventNormalizer(4 << 20);
        BatchReport report = new BatchReport(batch, logged::add);
        for (int i = 0; i < batch.events().size(); i++) {
            report.add(i, normalizer.normalize(batch.events().get(i), i, RECEIPT));
        }
        return report.report();
    }
}
