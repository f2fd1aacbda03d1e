/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersIT {

    /** Unpacked once for the tests to which it does not matter. */
    @TempDir
    private static Path programs;

    @TempDir
    private Path directory;

    static EmbeddedPostgres.Settings postgres(Path directory) {
        return new EmbeddedPostgres.Settings(directory.resolve("postgres"), directory.resolve("postgres"), 0, 20);
    }

    static EmbeddedKafka.Settings kafka(Path directory) {
        return new EmbeddedKafka.Settings(directory.resolve("kafka"), 0, false);
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAKillAndAfterAStop() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServersMain.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("written");
        } finally {
            process.destroyForcibly().waitFor();
        }
        long orphan = Long.parseLong(Files.readAllLines(directory.resolve("postgres/data/postmaster.pid"))
                .get(0));
        assertThat(ProcessHandle.of(orphan)).as("PostgreSQL outlives the kill").isPresent();

        for (String start : List.of("after the kill", "after a clean stop")) {
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(postgres(directory));
                    EmbeddedKafka kafka = EmbeddedKafka.start(kafka(directory))) {
                assertThat(query(postgres, "select n from written")).as(start).isEqualTo("42");
                assertThat(query(postgres, "show fsync")).isEqualTo("on");
                assertThat(firstRecord(kafka)).as(start).isEqualTo("value");
            }
        }
        assertThat(ProcessHandle.of(orphan)).as("the orphan was stopped").isEmpty();
        assertThat(directory.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void onlyThePasswordOpensTheDatabase() throws Exception {
        try (EmbeddedPostgres postgres = startPostgres()) {
            assertThatThrownBy(() ->
                            DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), "another password"))
                    .hasMessageContaining("password authentication failed");
            assertThat(Files.getPosixFilePermissions(directory.resolve("postgres/password")))
                    .hasSize(2);
        }
    }

    /** As when the whole process group was killed, and their parent has not asked for their end yet. */
    @Test
    void aKilledServerThatIsStillInTheProcessTableIsNotTakenForOneThatRuns() throws Exception {
        startPostgres().close();
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 60").start();
        String killed = parent.inputReader().readLine();
        Path pidFile = Files.writeString(directory.resolve("postgres/data/postmaster.pid"), killed + "\n");
        assertThat(pidFile).exists();

        try (EmbeddedPostgres postgres = startPostgres()) {
            assertThat(Files.readAllLines(pidFile).get(0)).isNotEqualTo(killed);
        } finally {
            parent.destroy();
        }
    }

    /** As after a power loss, or in a container, where the numbers of processes begin at 1 again. */
    @Test
    void aProcessThatHasGotTheNumberOfAnEarlierServerIsNotTakenForIt() throws Exception {
        startPostgres().close();
        Process other = new ProcessBuilder("sleep", "60").start();
        Path pidFile = directory.resolve("postgres/data/postmaster.pid");
        Files.writeString(pidFile, other.pid() + "\n");

        try (EmbeddedPostgres postgres = startPostgres()) {
            assertThat(query(postgres, "select 'there'")).isEqualTo("there");
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroy();
        }
    }

    @Test
    void aLockThatAPowerLossHasEmptiedHoldsNothing() throws Exception {
        startPostgres().close();
        Files.createFile(directory.resolve("postgres/data/postmaster.pid"));

        try (EmbeddedPostgres postgres = startPostgres()) {
            assertThat(query(postgres, "select 'there'")).isEqualTo("there");
        }
    }

    @Test
    void directoryThatCannotBeUsedIsNamed() throws Exception {
        Path file = Files.createFile(directory.resolve("kafka"));

        assertThatThrownBy(() -> EmbeddedKafka.start(kafka(directory)))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining(file.toString());
    }

    private EmbeddedPostgres startPostgres() {
        return EmbeddedPostgres.start(new EmbeddedPostgres.Settings(directory.resolve("postgres"), programs, 0, 20));
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                ResultSet result = connection.createStatement().executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    private static String firstRecord(EmbeddedKafka kafka) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition("written", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            ConsumerRecord<String, String> record =
                    consumer.poll(Duration.ofSeconds(20)).iterator().next();
            return record.value();
        }
    }
}
