/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.position.LogPosition;
import dev.agentlens.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogIT {

    private static final Map<Integer, Long> OFFSETS = Map.of(0, 7L);

    @TempDir
    private Path directory;

    @Test
    void positionNamesTheLogThatIsThereNow() throws Exception {
        EmbeddedKafka broker = EmbeddedKafka.start(new EmbeddedKafka.Settings(directory, 0, false));
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "default.api.timeout.ms",
                3_000,
                "request.timeout.ms",
                1_500))) {
            EventLog eventLog = new EventLog();
            assertThat(eventLog.refresh(admin)).isFalse();
            assertThat(eventLog.position(OFFSETS)).isNull();

            create(admin);
            await().until(() -> eventLog.refresh(admin));
            LogPosition first = Objects.requireNonNull(eventLog.position(OFFSETS));
            assertThat(first.nextOffsets()).isEqualTo(OFFSETS);
            assertThat(eventLog.position(Map.of())).isNull();

            admin.deleteTopics(List.of(EventTopic.EVENTS)).all().get();
            await().until(() -> !eventLog.refresh(admin));
            assertThat(eventLog.position(OFFSETS)).isNull();

            create(admin);
            await().until(() -> eventLog.refresh(admin));
            LogPosition second = Objects.requireNonNull(eventLog.position(OFFSETS));
            assertThat(second.topicId()).isNotEqualTo(first.topicId());

            broker.close();
            assertThat(eventLog.refresh(admin)).isTrue();
            assertThat(eventLog.position(OFFSETS)).isEqualTo(second);
        } finally {
            broker.close();
        }
    }

    private static void create(Admin admin) throws Exception {
        admin.createTopics(List.of(new NewTopic(EventTopic.EVENTS, 1, (short) 1)))
                .all()
                .get();
    }
}
