/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A process to be killed: starts both servers, writes one row and one record, says so, and waits. */
final class ServersMain {

    private ServersMain() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedServersIT.postgres(directory));
        EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedServersIT.kafka(directory));
        try (Connection connection =
                DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password())) {
            connection.createStatement().execute("create table written (n int)");
            connection.createStatement().execute("insert into written values (42)");
        }
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
        try (Admin admin = Admin.create(config);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(java.util.List.of(new NewTopic("written", 1, (short) 1)))
                    .all()
                    .get();
            producer.send(new ProducerRecord<>("written", "key", "value")).get();
        }
        System.out.println("written");
        new CountDownLatch(1).await();
    }
}
