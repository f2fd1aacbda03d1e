/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import static dev.agentlens.common.event.AgentEvents.T0;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.EventField;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.readmodel.log.EventLog;
import dev.agentlens.readmodel.tables.ProjectionDatabase;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.TestServices.Database;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is set aside is what the tables do not take, and nothing else; what may pass is waited for. */
class RefusedEventsIT {

    private static final int GOOD = 2_000;

    /** Ways in which PostgreSQL refuses an event, by the SQLSTATE it then says. */
    private static final Map<String, String> REFUSALS = new LinkedHashMap<>();

    static {
        REFUSALS.put("23514", "alter table events add constraint no check (event_type <> 'refused 23514')");
        REFUSALS.put("22001", "alter table agent_rollup alter column agent_name type varchar(30)");
        REFUSALS.put("22003", "alter table events alter column duration_ms type numeric(8, 2)");
        REFUSALS.put("23505", "create unique index one_each on events (tokens_in) where event_type = 'refused 23505'");
        REFUSALS.put("54000", "create index too_wide on events (input_data) where event_type = 'refused 54000'");
        REFUSALS.put("22P02", """
                create function shows_it() returns trigger language plpgsql as $$
                begin
                    if new.event_type = 'refused 22P02' then perform new.event_id::int; end if;
                    return new;
                end $$;
                create trigger shows_it before insert on events for each row execute function shows_it()
                """);
        REFUSALS.put("23502", """
                create function loses_it() returns trigger language plpgsql as $$
                begin
                    if new.model = 'refused 23502' then new.calls = null; end if;
                    return new;
                end $$;
                create trigger loses_it before insert on model_rollup for each row execute function loses_it()
                """);
    }

    /** What passes again, by its SQLSTATE. */
    private static final Map<String, String> PASSING = Map.of(
            "53100", "disk_full",
            "53200", "out_of_memory",
            "40P01", "deadlock_detected",
            "40001", "serialization_failure",
            "55P03", "lock_not_available",
            "57014", "query_canceled",
            "25006", "read_only_sql_transaction",
            "XX000", "internal_error");

    private final Database database = TestServices.newDatabase();
    private final ProjectionDatabase tables = new ProjectionDatabase(database);
    private String kafka;
    private EventLog log;

    @BeforeEach
    void start() throws Exception {
        kafka = TestServices.emptyKafka();
        log = new EventLog(kafka).createTopics();
    }

    @AfterEach
    void stop() {
        tables.close();
        log.close();
    }

    @Test
    void eventsThatPostgresRefusesAreSetAsideAloneWithoutShowingTheirContent() throws Exception {
        try (RunningProjector projector = project()) {
            projector
                    .progress()
                    .reaches(log.append(List.of(refused("23505", 0))))
                    .get(60, SECONDS);
            REFUSALS.values().forEach(sql -> tables.jdbc().sql(sql).update());

            List<AgentEvent> events = new ArrayList<>();
            REFUSALS.keySet().forEach(state -> {
                events.add(refused(state, 1));
                events.add(refused(state, 2));
            });
            for (int i = 0; i < GOOD; i++) {
                events.add(AgentEvents.step("s" + i % 40, "good" + i, T0.plusSeconds(i), "llm_call", 1, 2));
            }
            Collections.shuffle(events, new Random(1));
            List<ProducerRecord<byte[], byte[]>> records =
                    new ArrayList<>(events.stream().map(EventLog::record).toList());
            records.add(GOOD / 2, new ProducerRecord<>(EventTopic.EVENTS, null, new byte[] {'x'}));
            projector.progress().reaches(log.appendRecords(records)).get(60, SECONDS);

            int refusals = 2 * REFUSALS.size();
            assertThat(tables.ledger()).isEqualTo(List.of(GOOD + 1L, 0L, 0L, refusals + 1L));
            assertThat(tables.counters()).isEqualTo(tables.recount());
            List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>(log.deadLetters());
            letters.removeIf(letter -> letter.key() == null);
            assertThat(letters).hasSize(refusals);
            assertThat(letters).allSatisfy(letter -> {
                String reason = EventLog.header(letter, "kafka_dlt-exception-message");
                StepRecorded step = (StepRecorded) AgentEventCodec.decode(letter.value());
                assertThat(reason)
                        .startsWith("PostgreSQL refuses it: ")
                        .endsWith("(SQLSTATE " + step.agentName().substring(0, 5) + ")")
                        .doesNotContainIgnoringCase("secret");
                assertThat(EventLog.header(letter, "kafka_dlt-exception-stacktrace"))
                        .doesNotContainIgnoringCase("secret");
                assertThat(EventLog.header(letter, "kafka_dlt-exception-fqcn")).contains("RefusedEventException");
            });
            assertThat(letters.stream()
                            .map(letter -> AgentEventCodec.decode(letter.value())
                                    .identity()
                                    .eventId())
                            .collect(Collectors.toSet()))
                    .hasSize(refusals);
            assertThat(projector.isReady()).isTrue();
        }
    }

    @Test
    void whatPassesIsWaitedForAndNothingSetAside() throws Exception {
        try (RunningProjector projector = project("--agentlens.projector.retry-backoff=50ms")) {
            projector.progress().reaches(log.append(good("warm", 3))).get(60, SECONDS);
            for (Map.Entry<String, String> state : PASSING.entrySet()) {
                tables.jdbc().sql("""
                                create or replace function fails() returns trigger language plpgsql as $$
                                begin raise exception 'for a while' using errcode = '%s'; end $$
                                """.formatted(state.getKey())).update();
                tables.jdbc()
                        .sql("create trigger fails before insert on events execute function fails()")
                        .update();
                Map<Integer, Long> end = log.append(good(state.getValue(), 20));
                awaitNotReady(projector, "for a while");
                tables.jdbc().sql("drop trigger fails on events").update();
                projector.progress().reaches(end).get(60, SECONDS);
            }
            outage(projector, "alter table model_rollup rename to away", "alter table away rename to model_rollup");
            outage(
                    projector,
                    "alter table projection_offsets add constraint no check (next_offset < 1) not valid",
                    "alter table projection_offsets drop constraint no");
            await().until(projector::isReady);
            assertThat(log.deadLetters()).isEmpty();
            assertThat(tables.ledger()).isEqualTo(List.of(log.size(), 0L, 0L, 0L));
            assertThat(tables.counters()).isEqualTo(tables.recount());
        }
    }

    @Test
    void tablesThatRefuseEvenAGoodEventAreWaitedForAndNothingSetAside() throws Exception {
        try (RunningProjector projector = project()) {
            projector.progress().reaches(log.append(good("warm", 3))).get(60, SECONDS);
            tables.jdbc()
                    .sql("alter table events add constraint no check (tokens_in < 0) not valid")
                    .update();
            Map<Integer, Long> end = log.append(good("refused", 60));
            awaitNotReady(projector, "even one that is known to be good");
            tables.jdbc().sql("alter table events drop constraint no").update();
            projector.progress().reaches(end).get(60, SECONDS);
            await().until(projector::isReady);
            assertThat(log.deadLetters()).isEmpty();
            assertThat(tables.ledger()).isEqualTo(List.of(log.size(), 0L, 0L, 0L));
            assertThat(tables.counters()).isEqualTo(tables.recount());
        }
    }

    @Test
    void manyRefusedEventsInARowStopNothing() throws Exception {
        try (RunningProjector projector = project()) {
            projector.progress().reaches(log.append(good("warm", 3))).get(60, SECONDS);
            tables.jdbc()
                    .sql("alter table events add constraint no check (event_type <> 'refused') not valid")
                    .update();
            List<AgentEvent> ofOneSession = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                ofOneSession.add(AgentEvents.step("one", "e" + i, T0.plusSeconds(i), "refused", 1, 2));
            }
            ofOneSession.add(AgentEvents.step("one", "good", T0, "llm_call", 1, 2));
            projector.progress().reaches(log.append(ofOneSession)).get(60, SECONDS);

            assertThat(log.deadLetters()).hasSize(60);
            assertThat(tables.ledger()).isEqualTo(List.of(log.size() - 60, 0L, 0L, 60L));
            assertThat(tables.counters()).isEqualTo(tables.recount());
        }
    }

    @Test
    void whateverTheLogHoldsIsCountedOnceAndStopsNothing() throws Exception {
        Random random = new Random(20261124);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            records.add(nonsense(random, i));
        }
        try (RunningProjector projector = project()) {
            projector.progress().reaches(log.appendRecords(records)).get(60, SECONDS);

            List<Long> ledger = tables.ledger();
            assertThat(ledger.stream().mapToLong(n -> n).sum()).isEqualTo(records.size());
            assertThat(ledger.get(0)).as("good ones among them").isGreaterThan(100);
            assertThat(ledger.get(3)).as("bad ones among them").isGreaterThan(1_000);
            assertThat(log.deadLetters()).hasSize(ledger.get(3).intValue());
            assertThat(tables.counters()).isEqualTo(tables.recount());
            assertThat(projector.isReady()).isTrue();
        }
    }

    private void outage(RunningProjector projector, String begin, String end) throws Exception {
        tables.jdbc().sql(begin).update();
        Map<Integer, Long> wanted = log.append(good("outage" + begin.hashCode() + "-", 20));
        awaitNotReady(projector, "");
        tables.jdbc().sql(end).update();
        projector.progress().reaches(wanted).get(60, SECONDS);
    }

    private void awaitNotReady(RunningProjector projector, String reason) {
        await().until(() -> !projector.isReady());
        assertThat(projector.readiness()).contains(reason);
        assertThat(projector.isLive()).isTrue();
        assertThat(log.deadLetters()).isEmpty();
    }

    private RunningProjector project(String... settings) {
        return RunningProjector.start(kafka, database, settings);
    }

    private static List<AgentEvent> good(String prefix, int count) {
        List<AgentEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(AgentEvents.step("s" + i % 7, prefix + i, T0.plusSeconds(i), "llm_call", 1, 2));
        }
        return events;
    }

    /** One that {@link #REFUSALS} refuse for one reason each, and whose content nobody else should see. */
    private static StepRecorded refused(String state, int number) {
        Random random = new Random(number);
        String wide = random.ints(20_000, 'a', 'z' + 1)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
        return new StepRecorded(
                new EventIdentity("secret" + number % 3, "secret-" + state + "-" + number),
                "refused " + state,
                T0,
                AgentEvents.call(state.equals("23502") ? "refused 23502" : "secret", 7, 0)
                        .text(EventField.AGENT_NAME, state + (state.equals("22001") ? " secret".repeat(10) : ""))
                        .milliseconds(
                                EventField.DURATION_MS, state.equals("22003") ? new BigDecimal("1234567890123") : null)
                        .build(),
                Map.of("input_data", RawJson.ofString(state.equals("54000") ? wide : "secret")));
    }

    /** A good event, or a good event with something broken, or no event at all. */
    private static ProducerRecord<byte[], byte[]> nonsense(Random random, int number) {
        AgentEvent event = AgentEvents.random(random);
        ProducerRecord<byte[], byte[]> good = EventLog.record(event);
        byte[] value = good.value().clone();
        byte[] key = good.key();
        Map<String, byte[]> headers = new HashMap<>();
        switch (random.nextInt(9)) {
            case 0 -> value[random.nextInt(value.length)] = (byte) random.nextInt(256);
            case 1 -> value = Arrays.copyOf(value, random.nextInt(value.length + 1));
            case 2 -> random.nextBytes(value);
            case 3 -> key = random.nextBoolean() ? null : new byte[random.nextInt(4)];
            case 4 -> headers.put(EventTopic.SCHEMA_HEADER, random.nextBoolean() ? null : new byte[] {(byte) number});
            case 5 -> headers.put(EventTopic.DIGEST_HEADER, ("" + random.nextLong()).getBytes(UTF_8));
            case 6 -> value = ("[".repeat(random.nextInt(2_000)) + new String(value, UTF_8)).getBytes(UTF_8);
            case 7 -> value = replaced(value, random);
            default -> {}
        }
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(EventTopic.EVENTS, key, random.nextInt(40) == 0 ? null : value);
        headers.forEach(record.headers()::add);
        return record;
    }

    /** With another value in one of its fields. */
    private static byte[] replaced(byte[] value, Random random) {
        String[] values = {
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e400",
            "-1e-400",
            "9007199254740993",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "\"x\"",
            "\"" + "y".repeat(3_000) + "\"",
            "\"2026-02-30T00:00:00Z\"",
            "\"+12026-01-01T00:00:00Z\"",
            "\"0000-01-01T00:00:00Z\"",
            "\"9999-12-31T23:59:60Z\"",
            "\"2026-01-01T00:00:00+18:01\"",
            "NaN",
            "01",
            "{\"a\":1,\"a\":2}"
        };
        String with = values[random.nextInt(values.length)].replace("\\", "\\\\");
        String[] fields = {
            "event_id",
            "session_id",
            "event_type",
            "timestamp",
            "model",
            "agent_name",
            "tokens_in",
            "duration_ms",
            "ended_at",
            "status",
            "total_tokens_in"
        };
        String field = fields[random.nextInt(fields.length)];
        return new String(value, UTF_8)
                .replaceFirst("\"" + field + "\":(\"[^\"]*\"|[-0-9.]+)", "\"" + field + "\":" + with)
                .getBytes(UTF_8);
    }
}
