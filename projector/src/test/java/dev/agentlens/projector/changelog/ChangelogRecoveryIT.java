/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.step;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.projector.ProjectorProperties;
import dev.agentlens.projector.running.RunningProjector;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.log.EventLog;
import dev.agentlens.readmodel.tables.PartitionBatch;
import dev.agentlens.readmodel.tables.ProjectionDatabase;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.TestServices.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is published, and read from the log for it, when a process or a partition comes and goes. */
class ChangelogRecoveryIT {

    private static final String WITHOUT = "--agentlens.projector.sessions-topic=false";

    private final Database database = TestServices.newDatabase();
    private final ProjectionDatabase tables = new ProjectionDatabase(database);
    private String kafka;
    private EventLog log;
    private PublishedSessions topic;

    @BeforeEach
    void start() throws Exception {
        kafka = TestServices.emptyKafka();
        log = new EventLog(kafka).createTopics();
        topic = new PublishedSessions(kafka);
    }

    @AfterEach
    void stop() {
        tables.close();
        log.close();
    }

    @Test
    void logIsNotReadForWhatThisProcessProjected() throws Exception {
        try (RunningProjector projector = projector()) {
            project(projector, steps("1", 50));
            project(projector, steps("2", 50));
            awaitStates(50, 2);

            assertThat(recordsRead()).isZero();
        }
    }

    /** As after a kill between commit and publication. */
    @Test
    void onlyWhatWasCommittedAndNotPublishedIsReadFromTheLogByTheNext() throws Exception {
        try (RunningProjector projector = projector()) {
            project(projector, List.of(step("published", "1", T0, "step", 1, 1)));
            topic.await("published", 1);
        }
        largestState(10);
        try (RunningProjector projector = projector()) {
            project(projector, List.of(step("missed", "1", T0, "step", 1, 1)));
            await().until(() -> count(projector, "failures") > 0);
        }
        largestState(1_000_000);

        try (RunningProjector projector = projector()) {
            topic.await("missed", 1);
            assertThat(recordsRead()).isEqualTo(1);
        }
        assertThat(topic.keys()).containsExactlyInAnyOrder("published", "missed");
    }

    @Test
    void partitionsThatMoveBetweenProjectorsArePublishedByEach() throws Exception {
        try (RunningProjector second = second()) {
            log.append(steps("4", 30));
            awaitStates(30, 4);
            assertThat(count(second, "published")).isGreaterThanOrEqualTo(30);
        }
    }

    /** One that has projected beside another, and was left alone. */
    private RunningProjector second() throws Exception {
        try (RunningProjector first = projector()) {
            log.append(steps("1", 30));
            awaitStates(30, 1);
            RunningProjector second = projector();
            log.append(steps("2", 30));
            awaitStates(30, 2);
            await().until(() -> {
                log.append(steps("3", 30));
                return count(second, "published") > 0;
            });
            awaitStates(30, 3);
            return second;
        }
    }

    @Test
    void sessionsBeyondTheBoundAreReadFromTheLog() throws Exception {
        Map<Integer, Long> ends = projectedUnpublished(steps("1", 20));
        UnpublishedSessions unpublished = new UnpublishedSessions(2);
        ends.forEach((partition, end) -> {
            unpublished.positioned(partition, 0);
            unpublished.projected(List.of(batch(partition, end, "1 of " + partition, "2 of it", "3 of it")));
        });
        List<SessionRecord> published = new ArrayList<>();

        try (LogKeys keys = keys()) {
            SessionChangelog changelog = changelog(unpublished, keys, published::addAll);
            await().until(() -> {
                changelog.run(() -> true);
                return unpublished.published().equals(ends);
            });
        }

        assertThat(published)
                .extracting(ChangelogRecoveryIT::sessionId)
                .containsExactlyInAnyOrderElementsOf(sessions(20));
    }

    /** Which may have published a later state before this one was written. */
    @Test
    void stateIsPublishedAgainWhereAnotherProcessHasProjectedMoreMeanwhile() throws Exception {
        Map<Integer, Long> ends = projectedUnpublished(steps("1", 1));
        int partition = ends.keySet().iterator().next();
        UnpublishedSessions unpublished = new UnpublishedSessions(100);
        unpublished.positioned(partition, 0);
        unpublished.recorded(Map.of(partition, 0L));
        unpublished.projected(List.of(batch(partition, 1, "s0")));
        List<SessionRecord> published = new ArrayList<>();

        try (LogKeys keys = keys()) {
            changelog(unpublished, keys, states -> {
                        if (published.isEmpty()) {
                            projectedByAnother(steps("2", 1));
                        }
                        published.addAll(states);
                    })
                    .run(() -> true);
        }

        assertThat(published)
                .extracting(state -> ((StateRecord) state).version())
                .containsExactly(1L, 2L);
    }

    private void projectedByAnother(List<AgentEvent> events) {
        try {
            projectedUnpublished(events);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the ends of the partitions that have some. */
    private Map<Integer, Long> projectedUnpublished(List<AgentEvent> events) throws Exception {
        try (RunningProjector projector = projector(WITHOUT)) {
            return project(projector, events);
        }
    }

    private SessionChangelog changelog(
            UnpublishedSessions unpublished, LogKeys keys, SessionChangelog.Publisher publisher) {
        return new SessionChangelog(
                unpublished, keys, new StateTable(JdbcClient.create(tables.dataSource())), publisher);
    }

    private LogKeys keys() {
        ProjectorProperties defaults = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("agentlens.projector", ProjectorProperties.class);
        return new LogKeys(Map.of("bootstrap.servers", kafka), defaults);
    }

    private static PartitionBatch batch(int partition, long end, String... sessionIds) {
        List<LoggedEvent> events = new ArrayList<>();
        for (String sessionId : sessionIds) {
            events.add(new LoggedEvent(step(sessionId, "1", T0, "step", 1, 1), partition, 0, 0));
        }
        return new PartitionBatch(partition, 0, end, null, events, List.of(), 0);
    }

    private static String sessionId(SessionRecord session) {
        return ((StateRecord) session).sessionId();
    }

    private RunningProjector projector(String... settings) {
        return RunningProjector.start(kafka, database, settings);
    }

    private Map<Integer, Long> project(RunningProjector projector, List<AgentEvent> events) throws Exception {
        Map<Integer, Long> ends = log.append(events);
        projector.progress().reaches(ends).get(60, SECONDS);
        return ends;
    }

    /** One of each of so many sessions. */
    private static List<AgentEvent> steps(String eventId, int sessions) {
        return sessions(sessions).stream()
                .map(sessionId -> (AgentEvent) step(sessionId, eventId, T0, "step", 1, 1))
                .toList();
    }

    private static Collection<String> sessions(int count) {
        return IntStream.range(0, count).mapToObj(n -> "s" + n).toList();
    }

    private void awaitStates(int sessions, long version) {
        topic.awaitAll(sessions(sessions), version);
    }

    private static double count(RunningProjector projector, String what) {
        return projector
                .context()
                .getBean(MeterRegistry.class)
                .get("agentlens.projector.sessions." + what)
                .counter()
                .count();
    }

    /** By the client that reads the log for agentlens.sessions.v1, since it was opened. */
    private static double recordsRead() throws Exception {
        return (double) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(
                        new ObjectName("kafka.consumer:type=consumer-fetch-manager-metrics,"
                                + "client-id=agentlens-projector-sessions"),
                        "records-consumed-total");
    }

    /** In bytes. */
    private void largestState(int bytes) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, EventTopic.SESSIONS),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", Integer.toString(bytes)), OpType.SET))))
                    .all()
                    .get();
        }
    }
}
