/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.agentlens.e2e.json.Json;
import dev.agentlens.e2e.oracle.ExpectedEvent;
import dev.agentlens.e2e.oracle.Oracle;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WorkloadTest {

    private static final List<Cohort> COHORTS =
            LongStream.range(0, 60).mapToObj(new Workload(5)::cohort).toList();

    @Test
    void theSeedIsTheWorkload() {
        assertThat(new Workload(5).cohort(17)).isEqualTo(new Workload(5).cohort(17));
        assertThat(new Workload(5).cohort(17)).isNotEqualTo(new Workload(6).cohort(17));
        assertThat(new Workload(5).cohort(17).batches().get(0).body())
                .isEqualTo(new Workload(5).cohort(17).batches().get(0).body());
    }

    @Test
    void everyEventIsRecognisedWhenItIsSentAgain() {
        forEachEvent((batch, event) -> {
            JsonNode json = Json.parse(event.json());
            String type = json.path("event_type").stringValue("");
            assertThat(json.has("event_id")
                            || json.has("span_id")
                            || type.startsWith("session_")
                            || batch.idempotencyKey() != null)
                    .as(event.json())
                    .isTrue();
        });
    }

    @Test
    void noTwoDistinctEventsOfASessionHaveOneId() {
        Set<String> seen = new HashSet<>();
        forEachEvent((batch, event) -> {
            ExpectedEvent expected = ExpectedEvent.of(Json.parse(event.json()));
            if (expected.givenId() != null) {
                assertThat(seen.add(expected.sessionId() + " " + expected.givenId()))
                        .as(event.json())
                        .isTrue();
            }
        });
    }

    @Test
    void followUpsRepeatOrContradictWhatWasSentBeforeAndAddNothing() {
        Map<String, String> sent = new HashMap<>();
        forEachEvent((batch, event) -> sent.put(event.ref(), event.json()));
        int contradictions = 0;
        int repetitions = 0;
        for (Cohort cohort : COHORTS) {
            for (Batch followUp : cohort.followUps()) {
                assertThat(followUp.idempotencyKey()).isNull();
                for (SentEvent event : followUp.events()) {
                    assertThat(sent.containsKey(event.ref())).as(event.ref()).isTrue();
                    boolean same = event.json().equals(sent.get(event.ref()));
                    assertThat(same || Json.parse(event.json()).has("event_id")).isTrue();
                    repetitions += same ? 1 : 0;
                    contradictions += same ? 0 : 1;
                }
            }
        }
        assertThat(repetitions).isPositive();
        assertThat(contradictions).isPositive();
    }

    @Test
    void everyFormatAndEveryKindOfSpanIsSent() {
        Set<Batch.Format> repeated = EnumSet.noneOf(Batch.Format.class);
        Set<String> kinds = new HashSet<>();
        int invalid = 0;
        for (Cohort cohort : COHORTS) {
            cohort.followUps().forEach(batch -> repeated.add(batch.format()));
            for (Batch batch : cohort.batches()) {
                batch.spans()
                        .forEach(span -> kinds.add(
                                batch.format() + " " + span.attributes().get("gen_ai.operation.name")));
                invalid += batch.spans().isEmpty() ? 0 : batch.rejected().size();
            }
        }
        assertThat(repeated).containsExactly(Batch.Format.values());
        assertThat(kinds)
                .contains(
                        "OTLP_JSON invoke_agent", "OTLP_JSON chat", "OTLP_PROTOBUF execute_tool", "OTLP_PROTOBUF chat");
        assertThat(invalid).isPositive();
    }

    @Test
    void theOracleCanDecideEverySession() {
        Oracle oracle = new Oracle();
        COHORTS.forEach(oracle::add);

        assertThatCode(() -> oracle.sessions().forEach(session -> session.asRead()))
                .doesNotThrowAnyException();
        assertThat(oracle.sessions()).hasSizeGreaterThan(500);
        assertThat(oracle.rejected()).isPositive();
        assertThat(oracle.analytics().asRead().get("sessions_over_time")).hasSize(90);
    }

    private static void forEachEvent(BiConsumer<Batch, SentEvent> action) {
        COHORTS.forEach(cohort -> cohort.batches()
                .forEach(batch -> batch.events().stream()
                        .filter(SentEvent::acceptable)
                        .forEach(event -> action.accept(batch, event))));
    }
}
