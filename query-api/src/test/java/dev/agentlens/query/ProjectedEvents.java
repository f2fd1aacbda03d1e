/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.position.LogPosition;
import dev.agentlens.common.position.PositionToken;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.tables.PartitionBatch;
import dev.agentlens.readmodel.tables.ReadSchema;
import dev.agentlens.readmodel.tables.ReadTables;
import dev.agentlens.readmodel.tables.UsageCompaction;
import dev.agentlens.readmodel.tables.WordIndexing;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.TestServices.Database;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;

/** A database with the projector's tables, into which its own code projects the events of a test. */
final class ProjectedEvents {

    private static final String TRUNCATE = """
            truncate events, sessions, session_rollup, agent_rollup, day_rollup, model_rollup, event_type_rollup,
                     hour_rollup, projection_offsets, projection_source, session_search, event_usage, session_usage,
                     erased_sessions
            """;

    static final int PARTITIONS = 3;

    /** Kafka's id of the topic that the events would be from. */
    static final String LOG = "b3-QmGXoRxq5gQ4Nf2hWgA";

    private static final int BATCH = 2_000;

    private final Database database;
    private final JdbcClient jdbc;
    private final ReadTables tables;
    private final Map<Integer, Long> nextOffsets = new HashMap<>();

    ProjectedEvents() {
        this(TestServices.newDatabase());
    }

    ProjectedEvents(Database database) {
        this.database = database;
        DriverManagerDataSource dataSource =
                new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password());
        jdbc = JdbcClient.create(dataSource);
        tables = new ReadTables(dataSource);
        ReadSchema.migrate(dataSource, ReadSchema.LIVE);
    }

    /** Makes the application under test read this database, and keeps the projector's own start-up out of it. */
    void serve(DynamicPropertyRegistry properties) {
        serve(properties, database);
    }

    static void serve(DynamicPropertyRegistry properties, Database database) {
        properties.add("spring.datasource.url", database::jdbcUrl);
        properties.add("spring.datasource.username", database::username);
        properties.add("spring.datasource.password", database::password);
        properties.add("spring.flyway.enabled", () -> false);
    }

    /** In this order of the log; an event is its JSON in wire form. */
    void project(String... events) {
        project(Arrays.stream(events)
                .map(json -> AgentEventCodec.decode(json.getBytes(UTF_8)))
                .toList());
    }

    /** In this order of the log; a session's events are in one of several partitions. */
    void project(List<? extends AgentEvent> events) {
        for (int from = 0; from < events.size(); from += BATCH) {
            Map<Integer, List<LoggedEvent>> batch = new HashMap<>();
            for (AgentEvent event : events.subList(from, Math.min(events.size(), from + BATCH))) {
                int partition = Math.floorMod(event.identity().sessionId().hashCode(), PARTITIONS);
                long offset = nextOffsets.merge(partition, 1L, Long::sum) - 1;
                batch.computeIfAbsent(partition, p -> new ArrayList<>())
                        .add(new LoggedEvent(event, partition, offset, event.hashCode()));
            }
            batch.forEach(this::project);
        }
    }

    private void project(int partition, List<LoggedEvent> events) {
        long from = events.get(0).offset();
        tables.places(LOG, Map.of(partition, from));
        tables.project(List.of(new PartitionBatch(partition, from, from + events.size(), null, events, List.of(), 0)));
    }

    /** A position for a client that wrote {@code events} events of one session next, and nobody else did. */
    String positionAfter(String sessionId, int events) {
        int partition = Math.floorMod(sessionId.hashCode(), PARTITIONS);
        return token(LOG, Map.of(partition, nextOffsets.getOrDefault(partition, 0L) + events));
    }

    static String token(String topicId, Map<Integer, Long> nextOffsets) {
        return PositionToken.of(new LogPosition(topicId, nextOffsets)).text();
    }

    /** As the projector does from time to time. */
    void compactUsage() {
        new UsageCompaction(new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()))
                .run();
    }

    /** As the projector does while it has nothing else to do. */
    void indexWords() {
        WordIndexing indexing = new WordIndexing(
                new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()));
        int rows;
        do {
            rows = indexing.step();
            indexing.merge();
        } while (rows > 0);
    }

    /** An empty system again, with a log that is empty, too. */
    void clear() {
        nextOffsets.clear();
        clearTables();
    }

    /** Empty tables. The log continues, and is projected from here on. */
    void clearTables() {
        // A stream's reader may have locked one of them and wait for another.
        await().ignoreExceptionsInstanceOf(PessimisticLockingFailureException.class)
                .untilAsserted(() -> execute(TRUNCATE));
    }

    void execute(String sql) {
        jdbc.sql(sql).update();
    }
}
