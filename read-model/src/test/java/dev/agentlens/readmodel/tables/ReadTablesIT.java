/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.ended;
import static dev.agentlens.common.event.AgentEvents.started;
import static dev.agentlens.common.event.AgentEvents.step;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.MalformedEventException;
import dev.agentlens.common.event.SessionStatus;
import dev.agentlens.prices.PriceList;
import dev.agentlens.readmodel.fold.BatchFold;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.fold.RollupChanges;
import dev.agentlens.readmodel.fold.RollupKey;
import dev.agentlens.readmodel.fold.SessionState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadTablesIT {

    private static final PriceList PRICES = PriceList.shipped();

    private static final int CASES = 60;
    private static final String TOPIC_ID = "a-log";

    private static ProjectionDatabase database;
    private static ReadTables tables;

    @BeforeAll
    static void migrate() {
        database = ProjectionDatabase.migrated();
        tables = new ReadTables(database.dataSource());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void clear() {
        database.clear();
        nextOffsets(Map.of(0, 0L, 1, 0L));
    }

    @Test
    void tablesAreAFunctionOfTheSetOfEvents() {
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            RandomLog log = RandomLog.of(random);
            RandomLog permuted = log.permuted(random);

            clear();
            tables.project(log.onePoll());
            List<String> rows = database.rows();
            assertThat(firstInLog()).as("seed %d", seed).isEqualTo(offsetsOf(log));
            assertTablesAreTheFoldOf(log, seed);

            clear();
            permuted.polls(random).forEach(tables::project);
            assertThat(database.rows()).as("seed %d", seed).isEqualTo(rows);
            assertTablesAreTheFoldOf(permuted, seed);
        }
    }

    @Test
    void redeliveredBatchLeavesTotalsUnchanged() {
        RandomLog log = RandomLog.of(new Random(7));
        tables.project(log.onePoll());
        List<String> rows = database.rows();
        Map<String, List<BigDecimal>> counters = database.counters();
        long projected = database.ledger().get(0);

        List<PartitionBatch> again = log.onePoll().stream()
                .map(batch -> new PartitionBatch(
                        batch.partition(),
                        batch.nextOffset(),
                        9_000 + batch.partition(),
                        null,
                        batch.events(),
                        List.of(),
                        0))
                .toList();
        List<BatchCounts> counts = tables.project(again);

        assertThat(counts).extracting(BatchCounts::projected).containsOnly(0L);
        assertThat(database.rows()).isEqualTo(rows);
        assertThat(database.counters()).isEqualTo(counters);
        assertUsage();
        assertThat(database.ledger().get(0)).isEqualTo(projected);
        assertThat(nextOffsets(Map.of(0, 0L, 1, 0L))).isEqualTo(Map.of(0, 9_000L, 1, 9_001L));
    }

    @Test
    void partitionThatAnotherProjectorMovedOnIsFencedAndNothingIsWritten() {
        tables.project(List.of(batch(0, 0, step("s", "a", T0, "llm_call", 1, 1))));
        List<String> before = database.everything();

        PartitionBatch stale = batch(0, 0, step("s", "b", T0, "llm_call", 1, 1));
        PartitionBatch fine = batch(1, 0, step("t", "c", T0, "llm_call", 1, 1));
        PartitionBatch unknown = batch(2, 0, step("u", "d", T0, "llm_call", 1, 1));

        assertThatThrownBy(() -> tables.project(List.of(stale, fine))).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> tables.project(List.of(fine, unknown))).isInstanceOf(FencedException.class);
        assertThat(database.everything()).isEqualTo(before);
        tables.project(List.of(fine));
        assertThat(database.everything()).isNotEqualTo(before);
    }

    @Test
    void batchWithoutEventsMovesTheOffsetAndCountsItsDeadLetters() {
        tables.project(List.of(new PartitionBatch(0, 0, 5, null, List.of(), List.of(), 5)));

        assertThat(nextOffsets(Map.of(0, 0L))).isEqualTo(Map.of(0, 5L));
        assertThat(database.ledger()).isEqualTo(List.of(0L, 0L, 0L, 5L));
    }

    private static Map<Integer, Long> nextOffsets(Map<Integer, Long> logStarts) {
        Map<Integer, Long> nextOffsets = new TreeMap<>();
        tables.places(TOPIC_ID, logStarts)
                .forEach((partition, place) -> nextOffsets.put(partition, place.nextOffset()));
        return nextOffsets;
    }

    @Test
    void tablesOfAnotherLogAreNotReadOn() {
        assertThatThrownBy(() -> tables.places("another", Map.of(0, 0L)))
                .isInstanceOf(UnknownLogException.class)
                .hasMessageContaining(TOPIC_ID)
                .hasMessageContaining("another");
    }

    @Test
    void rehearsalWritesNothingAndThrowsWhatProjectingWould() {
        List<String> before = database.everything();

        tables.rehearse(List.of(batch(0, 0, step("s", "a", T0, "llm_call", 1, 1))));

        assertThat(database.everything()).isEqualTo(before);
        assertThatThrownBy(() -> tables.rehearse(List.of(batch(2, 0, step("s", "a", T0, "llm_call", 1, 1)))))
                .isInstanceOf(FencedException.class);
    }

    @Test
    void leaderEpochOfTheLastRecordIsKept() {
        tables.project(List.of(new PartitionBatch(0, 0, 5, 3, List.of(), List.of(), 0)));
        tables.project(List.of(new PartitionBatch(0, 5, 6, null, List.of(), List.of(), 0)));

        assertThat(tables.places(TOPIC_ID, Map.of(0, 0L))).isEqualTo(Map.of(0, new LogPlace(6, 3)));
    }

    @Test
    void partitionSeenForTheFirstTimeBeginsWhereItsLogDoes() {
        assertThat(nextOffsets(Map.of(0, 7L, 5, 7L))).isEqualTo(Map.of(0, 0L, 5, 7L));
        assertThat(nextOffsets(Map.of(5, 0L))).isEqualTo(Map.of(5, 7L));
    }

    @Test
    void writersOfDifferentPartitionsMayMeetInASession() throws Exception {
        int rounds = 60;
        List<List<LoggedEvent>> written = List.of(new ArrayList<>(), new ArrayList<>());
        List<Thread> writers = IntStream.range(0, 2)
                .mapToObj(partition -> new Thread(() -> {
                    for (int round = 0; round < rounds; round++) {
                        PartitionBatch batch = batch(partition, round * 3L, roundOf(partition, round));
                        written.get(partition).addAll(batch.events());
                        projectUntilDone(batch);
                    }
                }))
                .toList();
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(database.ledger()).isEqualTo(List.of(rounds * 6L, 0L, 0L, 0L));
        assertThat(database.counters()).containsAllEntriesOf(database.recount());
        assertUsage();
        List<LoggedEvent> all = written.stream().flatMap(List::stream).toList();
        assertThat(sessions()).isEqualTo(foldedSessions(all));
    }

    @Test
    void eventsThatTwoPartitionsBringAtTheSameTimeAreAppliedOnce() throws Exception {
        int rounds = 60;
        List<Thread> writers = IntStream.range(0, 2)
                .mapToObj(partition -> new Thread(() -> {
                    for (int round = 0; round < rounds; round++) {
                        projectUntilDone(batch(partition, round * 3L, roundOf(0, round)));
                    }
                }))
                .toList();
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(database.ledger()).isEqualTo(List.of(rounds * 3L, rounds * 3L, 0L, 0L));
        assertThat(database.counters()).containsAllEntriesOf(database.recount());
        assertUsage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'input_data':'nul \\u0000, half a pair \\ud800 and \\udc00','x\\u0000y\\ud800':'\\u0000'}",
                "{'output_data':{'\\u0000':1,'a':1.10,'a':1e5},'tool_call':[],'decision_trace':null}",
                "{'input_data':123456789012345678901234567890.12345678901234567890e99999}",
                "{'tokens_in':9007199254740992,'tokens_out':9007199254740992,'duration_ms':9007199254740992}",
                "{'duration_ms':0.0000000000000000000000000000000000000000000000000000000000001}",
                "{'duration_ms':9007199254740991.9999999999}",
                "{'duration_ms':1e-60}",
                "{'duration_ms':0E5}",
                "{'timestamp':'0001-01-01T00:00:00Z'}",
                "{'timestamp':'9999-12-31T23:59:59.999999Z'}",
                "{'timestamp':'1582-10-10T12:00:00Z'}",
                "{'event_id':'tab\\tnewline\\nquote\\\"back\\\\slash,brace{}NULL'}",
                "{'event_id':'NULL','model':'','agent_name':'\\uffff\\ufdd0\\ud83e\\udd16','event_type':' '}",
                "{'event_type':'session_start','timestamp':'0001-01-01T00:00:00Z','agent_name':'NULL','metadata':'\\u0000'}",
                "{'event_type':'session_end','ended_at':'9999-12-31T23:59:59.999999Z','total_tokens_in':9007199254740992}"
            })
    void whateverTheContractAllowsGoesIn(String fields) {
        AgentEvent event = eventWith(fields.replace('\'', '"'));

        // A second event makes the session be read back and written again.
        tables.project(List.of(batch(0, 0, event)));
        tables.project(List.of(batch(0, 1, step("odd", "second", T0, "llm_call", 1, 1))));

        LoggedEvent second = RandomLog.logged(step("odd", "second", T0, "llm_call", 1, 1), 0, 1);
        List<LoggedEvent> both = List.of(RandomLog.logged(event, 0, 0), second);
        assertThat(sessions()).isEqualTo(foldedSessions(both));
        assertThat(database.counters()).isEqualTo(foldedCounters(both));
        assertThat(column("event_id")).contains(event.identity().eventId());
        if (event instanceof StepRecorded step && step.durationMs() != null) {
            assertThat(column("duration_ms")).contains(step.durationMs().toPlainString());
        }
        event.fields().forEach((name, value) -> {
            if (List.of("input_data", "output_data", "tool_call", "decision_trace")
                    .contains(name)) {
                assertThat(column(name)).contains(value.text());
            } else {
                assertThat(column("extra")).anyMatch(extra -> extra != null && extra.contains(value.text()));
            }
        });
    }

    @Test
    void longestIdsAndNamesAreReadBackInFull() {
        String longest = "\uD83E\uDD16".repeat(256);
        AgentEvent first = started("s", longest, T0, longest);
        AgentEvent end = ended("s", longest.substring(2) + "e", T0, SessionStatus.COMPLETED, 1);
        AgentEvent second = step("s", "second", T0, "llm_call", 1, 1);

        tables.project(List.of(batch(0, 0, first, end)));
        tables.project(List.of(batch(0, 2, second)));
        tables.project(List.of(batch(0, 3, step("s", "third", T0, "llm_call", 1, 1))));

        assertThat(database.jdbc()
                        .sql(
                                "select array[first_event_id, first_agent_name, start_event_id, start_agent_name] from sessions")
                        .query((row, n) -> (String[]) row.getArray(1).getArray())
                        .single())
                .containsExactly("second", null, longest, longest);
        assertThat(database.jdbc()
                        .sql("select end_event_id from sessions")
                        .query(String.class)
                        .single())
                .isEqualTo(end.identity().eventId());
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 100, 101, 200, 201, 450})
    void pollOfAnyNumberOfNewAndKnownSessionsIsFoldedAndRedeliveredWithoutEffect(int sessions) {
        List<AgentEvent> events = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            // Each in an hour of its own: as many rows of usage.
            events.add(step("s" + i, "first", T0.plusSeconds(3600L * i), "llm_call", i, 1));
        }
        for (int i = 0; i < 2 * sessions; i += 2) {
            events.add(ended("s" + i, "last", T0.plusSeconds(60L * i), SessionStatus.ERROR, i));
        }
        AgentEvent[] firsts = events.subList(0, sessions).toArray(AgentEvent[]::new);
        AgentEvent[] all = events.toArray(AgentEvent[]::new);

        tables.project(List.of(batch(0, 0, firsts)));
        List<BatchCounts> counts = tables.project(List.of(batch(0, sessions, all)));

        assertThat(counts).containsExactly(new BatchCounts(0, sessions, sessions, 0, 0, 0));
        List<LoggedEvent> distinct = batch(0, 0, all).events();
        assertThat(sessions()).isEqualTo(foldedSessions(distinct));
        assertThat(database.counters()).isEqualTo(foldedCounters(distinct));
        assertUsage();
        assertThat(database.recount()).isEqualTo(foldedCounters(distinct));
        assertUsage();
    }

    /** Few events are inserted after the fold, many are in the table when it ends. */
    @ParameterizedTest
    @ValueSource(ints = {10, 150})
    void formerEventsAreCountedForTheAgentThatTheirSessionHasNow(int steps) {
        List<AgentEvent> events = new ArrayList<>();
        events.add(step("s", "former", T0, "llm_call", 1, 1));
        events.add(started("s", "start", T0.minusSeconds(1), "another"));
        for (int i = 0; i < steps; i++) {
            events.add(step("s", "step" + i, T0.plusSeconds(i), "llm_call", i, 1));
        }

        tables.project(List.of(batch(0, 0, events.get(0))));
        tables.project(List.of(batch(0, 1, events.subList(1, events.size()).toArray(AgentEvent[]::new))));

        assertThat(sessions())
                .isEqualTo(foldedSessions(
                        batch(0, 0, events.toArray(AgentEvent[]::new)).events()));
        assertUsage();
    }

    @Test
    void sessionFromTheFirstToTheLastYearHasItsDuration() {
        Instant first = Instant.parse("0001-01-01T00:00:00Z");
        Instant last = Instant.parse("9999-12-31T23:59:59.999999Z");
        tables.project(List.of(batch(
                0, 0, started("s", "a", first, "agent"), ended("s", "z", last, SessionStatus.COMPLETED, 1L << 53))));

        assertThat(database.jdbc()
                        .sql("select duration_us from sessions")
                        .query(Long.class)
                        .single())
                .isEqualTo(Duration.between(first, last).toNanosPart() / 1_000
                        + Duration.between(first, last).toSeconds() * 1_000_000);
        assertThat(database.counters()).containsAllEntriesOf(database.recount());
        assertUsage();
    }

    @Test
    void everyShortStringThatTheContractAllowsGoesIn() {
        Random random = new Random(1);
        List<AgentEvent> events = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            String text = randomText(random);
            try {
                String json = "\"event_id\":%1$s,\"event_type\":%1$s,\"model\":%1$s,\"agent_name\":%1$s"
                        .formatted(quoted(i + "-" + text));
                events.add(eventWith("{" + json + "}"));
            } catch (MalformedEventException refused) {
                // Refused is as good: it becomes a dead letter.
            }
        }
        assertThat(events).hasSizeGreaterThan(500);

        tables.project(List.of(batch(0, 0, events.toArray(AgentEvent[]::new))));

        assertThat(column("event_id"))
                .containsExactlyInAnyOrderElementsOf(
                        events.stream().map(e -> e.identity().eventId()).toList());
        assertThat(column("model"))
                .containsExactlyInAnyOrderElementsOf(
                        events.stream().map(e -> e.identity().eventId()).toList());
    }

    private static void assertTablesAreTheFoldOf(RandomLog log, long seed) {
        List<LoggedEvent> distinct = List.copyOf(log.distinct());
        assertThat(sessions()).as("seed %d", seed).isEqualTo(foldedSessions(distinct));
        assertThat(database.counters()).as("seed %d", seed).isEqualTo(foldedCounters(distinct));
        assertUsage();
        assertThat(database.recount()).as("seed %d", seed).isEqualTo(foldedCounters(distinct));
        assertUsage();
        assertThat(database.ledger().get(0)).as("seed %d", seed).isEqualTo(distinct.size());
        assertThat(database.ledger().stream().mapToLong(n -> n).sum())
                .as("seed %d", seed)
                .isEqualTo(log.size());
    }

    private static Map<String, Long> firstInLog() {
        Map<String, Long> offsets = new TreeMap<>();
        database.jdbc()
                .sql("select session_id || ' ' || event_id, log_offset from events")
                .query(row -> {
                    offsets.put(row.getString(1), row.getLong(2));
                });
        return offsets;
    }

    private static Map<String, Long> offsetsOf(RandomLog log) {
        Map<String, Long> offsets = new TreeMap<>();
        log.distinct()
                .forEach(e -> offsets.put(
                        e.identity().sessionId() + " " + e.identity().eventId(), e.offset()));
        return offsets;
    }

    /** What readers see of a session. */
    private record Seen(
            String id,
            String agent,
            String status,
            Instant startedAt,
            @Nullable Instant endedAt,
            BigDecimal tokensIn,
            BigDecimal tokensOut,
            @Nullable String metadata) {}

    private static List<Seen> sessions() {
        return database.jdbc()
                .sql("select * from sessions order by session_id")
                .query((row, n) -> {
                    OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
                    return new Seen(
                            row.getString("session_id"),
                            row.getString("agent_name"),
                            row.getString("status"),
                            row.getObject("started_at", OffsetDateTime.class).toInstant(),
                            ended == null ? null : ended.toInstant(),
                            row.getBigDecimal("total_tokens_in"),
                            row.getBigDecimal("total_tokens_out"),
                            row.getString("metadata"));
                })
                .list();
    }

    private static List<Seen> foldedSessions(List<LoggedEvent> distinct) {
        return BatchFold.of(Map.of(), distinct, PRICES).sessions().values().stream()
                .map(s -> new Seen(
                        s.sessionId(),
                        s.agentName(),
                        s.status().wireName(),
                        s.startedAt(),
                        s.endedAt(),
                        s.totalTokensIn(),
                        s.totalTokensOut(),
                        s.start() == null || s.start().metadata() == null
                                ? "{}"
                                : s.start().metadata()))
                .toList();
    }

    private static Map<String, List<BigDecimal>> foldedCounters(List<LoggedEvent> distinct) {
        BatchFold fold = BatchFold.of(Map.of(), distinct, PRICES);
        RollupChanges rollups = fold.rollups();
        Map<String, List<BigDecimal>> counters = new TreeMap<>();
        add(
                counters,
                "status",
                rollups.byStatus(),
                s -> List.of(
                        n(s.sessions()), n(s.events()), s.tokensIn(), s.tokensOut(), n(s.ended()), s.durationUs()));
        add(counters, "agent", rollups.byAgent(), c -> List.of(n(c.sessions()), c.tokens()));
        add(counters, "day", rollups.byDay(), c -> List.of(n(c.sessions()), c.tokens()));
        add(
                counters,
                "model",
                rollups.byModel(),
                c -> List.of(n(c.calls()), c.tokensIn(), c.tokensOut(), n(c.timed()), c.durationMs()));
        add(counters, "type", rollups.byEventType(), events -> List.of(n(events)));
        add(counters, "hour", rollups.byHour(), events -> List.of(n(events)));
        for (SessionState s : fold.sessions().values()) {
            List<BigDecimal> counts = List.of(
                    n(s.totals().events()),
                    n(s.totals().errors()),
                    s.totals().tokensIn(),
                    s.totals().tokensOut());
            ProjectionDatabase.put(counters, "session " + s.sessionId(), counts);
            ProjectionDatabase.put(
                    counters, "events of " + s.sessionId(), List.of(n(s.totals().distinctEvents())));
        }
        return counters;
    }

    private static <K extends Comparable<? super K>, V> void add(
            Map<String, List<BigDecimal>> counters,
            String name,
            SortedMap<RollupKey<K>, V> rows,
            Function<V, List<BigDecimal>> values) {
        Map<String, List<BigDecimal>> summed = new TreeMap<>();
        rows.forEach((key, row) -> summed.merge(
                name + " " + key.key(),
                values.apply(row),
                (a, b) -> IntStream.range(0, a.size())
                        .mapToObj(i -> a.get(i).add(b.get(i)))
                        .toList()));
        summed.forEach((key, counts) -> ProjectionDatabase.put(counters, key, counts));
    }

    private static BigDecimal n(long number) {
        return BigDecimal.valueOf(number);
    }

    private static PartitionBatch batch(int partition, long from, AgentEvent... events) {
        List<LoggedEvent> logged = new ArrayList<>();
        for (AgentEvent event : events) {
            logged.add(RandomLog.logged(event, partition, from + logged.size()));
        }
        return new PartitionBatch(partition, from, from + events.length, null, logged, List.of(), 0);
    }

    private static AgentEvent[] roundOf(int partition, int round) {
        String id = partition + "-" + round;
        // Session "shared" from the first round on, and a new one that both begin in each.
        return new AgentEvent[] {
            started("shared", id, T0.minusSeconds(round), "agent-" + partition),
            step("new-" + round, id, T0, "llm_call", 1, 2),
            ended("new-" + round, id + "-end", T0.plusSeconds(partition), SessionStatus.ERROR, partition)
        };
    }

    private static void projectUntilDone(PartitionBatch batch) {
        while (true) {
            try {
                tables.project(List.of(batch));
                return;
            } catch (ConcurrentChangeException e) {
                assertThat(e).hasMessageContaining("another projector");
            }
        }
    }

    private static AgentEvent eventWith(String fields) {
        Map<String, String> json = new TreeMap<>(Map.of(
                "event_id", "\"e\"",
                "session_id", "\"odd\"",
                "event_type", "\"llm_call\"",
                "timestamp", "\"2026-02-14T10:30:00Z\"",
                "ended_at", "\"2026-02-14T10:30:00Z\""));
        StringBuilder text = new StringBuilder("{");
        json.forEach((name, value) ->
                text.append('"').append(name).append("\":").append(value).append(','));
        // Of a repeated name the last value counts.
        return AgentEventCodec.decode((text + fields.substring(1)).getBytes(UTF_8));
    }

    private static List<@Nullable String> column(String name) {
        return database.jdbc()
                .sql("select " + name + " from events where event_id <> 'second'")
                .query((row, n) -> row.getString(1))
                .list();
    }

    private static String randomText(Random random) {
        int[] highest = {0x7F, 0xFF, 0xFFFF, 0x10FFFF};
        int top = highest[random.nextInt(highest.length)];
        int[] codePoints = random.ints(random.nextInt(8), 0, top + 1).toArray();
        return new String(codePoints, 0, codePoints.length);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> json.append(String.format("\\u%04x", c)));
        return json.append('"').toString();
    }

    private static void assertUsage() {
        assertThat(database.usage()).isEqualTo(database.usageRecount());
        new UsageCompaction(database.dataSource()).run();
        assertThat(database.usage()).as("compacted").isEqualTo(database.usageRecount());
    }
}
