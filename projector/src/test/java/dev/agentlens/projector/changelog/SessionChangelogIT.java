/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.ended;
import static dev.agentlens.common.event.AgentEvents.started;
import static dev.agentlens.common.event.AgentEvents.step;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.event.SessionStatus;
import dev.agentlens.projector.running.RunningProjector;
import dev.agentlens.readmodel.log.EventLog;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.TestServices.Database;
import dev.agentlens.testsupport.contract.TopicContract;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SessionChangelogIT {

    private static final String WITHOUT = "--agentlens.projector.sessions-topic=false";

    private final Database database = TestServices.newDatabase();
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
        log.close();
    }

    @Test
    void eachSessionIsPublishedAsItIsAfterEachChange() throws Exception {
        try (RunningProjector projector = projector()) {
            project(
                    projector,
                    List.of(started("a", "1", T0, "agent"), step("a", "2", T0.plusSeconds(1), "error", 5, 3)));
            awaitState("a", 2);
            project(
                    projector,
                    List.of(
                            // Again, late, and another session.
                            step("a", "2", T0.plusSeconds(1), "error", 5, 3),
                            ended("a", "3", T0.plusSeconds(9), SessionStatus.TIMEOUT, 7),
                            step("b", "1", T0, "llm_call", 1, 1)));
            JsonNode a = awaitState("a", 3);
            awaitState("b", 1);

            assertThat(a.toString())
                    .isEqualTo("{\"session_id\":\"a\",\"version\":3,\"agent_name\":\"agent\",\"status\":\"timeout\","
                            + "\"started_at\":\"2026-02-14T10:30:00Z\",\"ended_at\":\"2026-02-14T10:30:09Z\","
                            + "\"event_count\":1,\"error_count\":1,\"total_tokens_in\":7,\"total_tokens_out\":3,"
                            + "\"metadata\":{\"v\":1.0}}");
        }
        assertThat(records())
                .allSatisfy(record -> assertThat(TopicContract.faults(record))
                        .as("what docs/api does not say of it")
                        .isEmpty());
    }

    @Test
    void erasedSessionGetsATombstone() throws Exception {
        try (RunningProjector projector = projector()) {
            project(projector, List.of(started("a", "1", T0, "agent"), step("b", "1", T0, "llm_call", 1, 1)));
            awaitState("a", 1);
            log.erase("a");
            await().until(() -> records().stream().anyMatch(record -> record.value() == null));
        }

        assertThat(records())
                .filteredOn(record -> record.value() == null)
                .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
                .containsOnly("a");
    }

    /** What a projector committed before it was killed, and had not published yet. */
    @Test
    void whatWasProjectedAndNotPublishedIsPublishedByTheNext() throws Exception {
        try (RunningProjector projector = projector(WITHOUT)) {
            project(projector, List.of(started("a", "1", T0, "agent"), step("b", "1", T0, "llm_call", 1, 1)));
        }
        Set<String> topics = broker(admin -> admin.listTopics().names().get());
        assertThat(topics).doesNotContain(EventTopic.SESSIONS);

        try (RunningProjector projector = projector()) {
            awaitState("a", 1);
            awaitState("b", 1);
        }
        int published = records().size();

        try (RunningProjector projector = projector()) {
            project(projector, List.of(step("c", "1", T0, "llm_call", 1, 1)));
            awaitState("c", 1);
        }
        assertThat(records())
                .as("nothing that was acknowledged is published again")
                .hasSize(published + 1);
    }

    @Test
    void topicThatCannotBeWrittenStopsNeitherProjectionNorProbes() throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, EventTopic.SESSIONS);
        broker(admin -> admin.createTopics(List.of(new NewTopic(EventTopic.SESSIONS, 1, (short) 1)
                        .configs(Map.of("cleanup.policy", "compact", "max.message.bytes", "10"))))
                .all()
                .get());
        try (RunningProjector projector = projector()) {
            project(projector, List.of(step("a", "1", T0, "llm_call", 1, 1)));
            await().until(() -> failures(projector) > 0);
            project(projector, List.of(step("a", "2", T0, "llm_call", 1, 1)));
            await().until(projector::isReady);
            assertThat(projector.isLive()).isTrue();
            assertThat(records()).isEmpty();

            broker(admin -> admin.incrementalAlterConfigs(Map.of(
                            topic,
                            List.of(new AlterConfigOp(new ConfigEntry("max.message.bytes", "1000000"), OpType.SET))))
                    .all()
                    .get());

            awaitState("a", 2);
        }
    }

    private static double failures(RunningProjector projector) {
        return projector
                .context()
                .getBean(MeterRegistry.class)
                .get("agentlens.projector.sessions.failures")
                .counter()
                .count();
    }

    private RunningProjector projector(String... settings) {
        return RunningProjector.start(kafka, database, settings);
    }

    private void project(RunningProjector projector, List<AgentEvent> events) throws Exception {
        projector.progress().reaches(log.append(events)).get(60, SECONDS);
    }

    private JsonNode awaitState(String sessionId, long version) {
        return topic.await(sessionId, version);
    }

    private List<ConsumerRecord<byte[], byte[]>> records() {
        return topic.records();
    }

    @FunctionalInterface
    private interface Question<T> {
        T of(Admin admin) throws Exception;
    }

    private <T> T broker(Question<T> question) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            return question.of(admin);
        }
    }
}
