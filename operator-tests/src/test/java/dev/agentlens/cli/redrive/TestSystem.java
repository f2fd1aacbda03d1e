/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.redrive;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.cli.AgentLensCli;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.ingest.IngestApplication;
import dev.agentlens.projector.ProjectorApplication;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.TestServices.Database;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A broker and a database, a real ingest API and projector on them, and the commands as an operator runs them. */
public final class TestSystem implements AutoCloseable {

    public static final int PARTITIONS = 3;

    private final Database database = TestServices.newDatabase();
    private final Map<String, String> environment = new HashMap<>();
    private final String kafka;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private ConfigurableApplicationContext roles;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({IngestApplication.class, ProjectorApplication.class})
    static class Roles {}

    /** What a command said, and its exit code. */
    public record Said(int exitCode, String out, String err) {

        public List<String> lines() {
            return out.lines().toList();
        }
    }

    public TestSystem(Path directory) throws Exception {
        kafka = TestServices.emptyKafka();
        Map<String, Object> config = Map.of("bootstrap.servers", kafka);
        admin = Admin.create(config);
        producer = new KafkaProducer<>(
                // Topics of these names come and go, and an idempotent producer counts on them to stay.
                Map.of("bootstrap.servers", kafka, "enable.idempotence", false),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        admin.createTopics(List.of(
                        new NewTopic(EventTopic.EVENTS, PARTITIONS, (short) 1),
                        new NewTopic(EventTopic.DEAD_LETTERS, 1, (short) 1),
                        new NewTopic(EventTopic.REJECTED, 1, (short) 1)))
                .all()
                .get();
        environment.put("AGENTLENS_KAFKA_BOOTSTRAP", kafka);
        environment.put("AGENTLENS_DATABASE_URL", database.jdbcUrl());
        environment.put("AGENTLENS_DATABASE_USER", database.username());
        environment.put("AGENTLENS_DATABASE_PASSWORD", database.password());
        environment.put("AGENTLENS_DATA_DIR", directory.resolve("none").toString());
    }

    public TestSystem startRoles(String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.location=classpath:agentlens-edge.yml,classpath:agentlens-ingest-api.yml,"
                        + "classpath:agentlens-projector.yml",
                "--server.port=0",
                "--management.server.port=0",
                "--agentlens.projector.max-retry-backoff=500ms",
                "--spring.kafka.bootstrap-servers=" + kafka,
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password()));
        arguments.addAll(List.of(settings));
        roles = new SpringApplicationBuilder(Roles.class).run(arguments.toArray(String[]::new));
        awaitProjection();
        return this;
    }

    public void stopRoles() {
        roles.close();
    }

    public TestSystem with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Runs {@code ./agentlens} with these arguments. */
    public Said run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = AgentLensCli.commandLine(environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Said(exitCode, out.toString(), err.toString());
    }

    public String url() {
        return "http://127.0.0.1:" + roles.getEnvironment().getRequiredProperty("local.server.port");
    }

    public HttpResponse<String> post(String events) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/events"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"events\":[" + events + "]}"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    public Admin admin() {
        return admin;
    }

    public void append(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        for (ProducerRecord<byte[], byte[]> record : records) {
            producer.send(record).get(30, SECONDS);
        }
    }

    /** Returns when the tables are at the end of the log. */
    public void awaitProjection() {
        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            boolean made = jdbc().sql("select to_regclass('projection_offsets') is not null")
                    .query(Boolean.class)
                    .single();
            return made
                    && size(EventTopic.EVENTS)
                            == jdbc().sql("select coalesce(sum(next_offset), -1) from projection_offsets")
                                    .query(Long.class)
                                    .single();
        });
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(
                new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()));
    }

    /** Of the read tables, as {@code session/event}. */
    public List<String> projected() {
        return jdbc().sql("select session_id || '/' || event_id from events order by 1")
                .query(String.class)
                .list();
    }

    /** Of all partitions: projected, duplicates, conflicts, dead-lettered. */
    public List<Long> ledger() {
        return jdbc().sql("""
                        select sum(projected), sum(duplicates), sum(conflicts), sum(dead_lettered)
                        from projection_offsets
                        """)
                .query((row, n) -> List.of(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .single();
    }

    /** How many records were appended to a topic. */
    public long size(String topic) {
        return records(topic).size();
    }

    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        int partitions = topic.equals(EventTopic.EVENTS) ? PARTITIONS : 1;
        Set<TopicPartition> all = Set.copyOf(IntStream.range(0, partitions)
                .mapToObj(n -> new TopicPartition(topic, n))
                .toList());
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        assertThat(records).allMatch(record -> record.topic().equals(topic));
        return records;
    }

    @Override
    public void close() {
        if (roles != null) {
            roles.close();
        }
        producer.close();
        admin.close();
    }
}
