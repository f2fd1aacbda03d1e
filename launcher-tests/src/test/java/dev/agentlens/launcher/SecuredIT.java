/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.embedded.EmbeddedKafka.Listener;
import dev.agentlens.embedded.EmbeddedPostgres;
import dev.agentlens.embedded.FreePort;
import dev.agentlens.launcher.Launcher.Outcome;
import dev.agentlens.testsupport.TestCertificate;
import dev.agentlens.testsupport.UnpackedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka that wants TLS and a password, a PostgreSQL that wants TLS, and HTTPS, by the documented variables. */
class SecuredIT {

    private static final String JAAS = "org.apache.kafka.common.security.plain.PlainLoginModule required ";
    private static final String EVENT = """
            {"events":[{"session_id":"secured","event_id":"e1","event_type":"llm_call","tokens_in":5}]}""";

    @TempDir
    Path directory;

    private final int port = FreePort.preferring(0);
    private final int kafkaPort = FreePort.preferring(0);
    private TestCertificate certificate;
    private EmbeddedKafka kafka;
    private EmbeddedPostgres postgres;
    private HttpClient http;

    @BeforeEach
    void start() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        certificate = TestCertificate.create(directory);
        http = HttpClient.newBuilder().sslContext(certificate.clientContext()).build();
        kafka = EmbeddedKafka.start(
                new EmbeddedKafka.Settings(directory.resolve("kafka"), 0, false, List.of(securedListener())));
        Path home = Files.createDirectory(directory.resolve("postgres"));
        postgres = EmbeddedPostgres.start(new EmbeddedPostgres.Settings(home, UnpackedPostgres.directory(), 0, 50));
        secure(postgres);
    }

    @AfterEach
    void stop() {
        postgres.close();
        kafka.close();
    }

    @Test
    void everyConnectionIsEncryptedAndKnowsItsServer() throws Exception {
        Launcher launcher = launcher();
        try (RunningAgentLens agentLens = RunningAgentLens.up(launcher, port, directory.resolve("data"))) {
            assertThat(agentLens.said()).contains("https://localhost:" + port).doesNotContain("ERROR");

            assertThat(send(HttpRequest.newBuilder(uri("https", "/events"))
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(EVENT)))
                            .statusCode())
                    .isEqualTo(200);
            HttpResponse<String> session = send(HttpRequest.newBuilder(uri("https", "/sessions/secured")));
            assertThat(session.body()).contains("\"total_tokens_in\":5");
            assertThatThrownBy(() -> send(HttpRequest.newBuilder(uri("http", "/health"))))
                    .isInstanceOf(IOException.class);
            Outcome verified = launcher.run("verify");
            assertThat(verified.exitCode()).as(verified.err()).isZero();
        }
    }

    private Launcher launcher() {
        return new Launcher()
                .with("AGENTLENS_KAFKA_BOOTSTRAP", "127.0.0.1:" + kafkaPort)
                .with("SPRING_KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
                .with("SPRING_KAFKA_PROPERTIES_SASL_MECHANISM", "PLAIN")
                .with(
                        "SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG",
                        JAAS + "username=\"agentlens\" password=\"of the broker\";")
                .with("SPRING_KAFKA_SSL_TRUST_STORE_TYPE", "PEM")
                .with(
                        "SPRING_KAFKA_SSL_TRUST_STORE_CERTIFICATES_FILE",
                        certificate.certificate().toString())
                .with(
                        "AGENTLENS_DATABASE_URL",
                        postgres.jdbcUrl("agentlens") + "?sslmode=verify-full&sslrootcert=" + certificate.certificate())
                .with("AGENTLENS_DATABASE_USER", postgres.username())
                .with("AGENTLENS_DATABASE_PASSWORD", postgres.password())
                .with("SERVER_SSL_CERTIFICATE", certificate.certificate().toString())
                .with("SERVER_SSL_CERTIFICATE_PRIVATE_KEY", certificate.key().toString());
    }

    private Listener securedListener() {
        return new Listener(
                "SECURED",
                kafkaPort,
                kafkaPort,
                "SASL_SSL",
                Map.of(
                        "ssl.keystore.type",
                        "PKCS12",
                        "ssl.keystore.location",
                        certificate.keyStore().toString(),
                        "ssl.keystore.password",
                        TestCertificate.PASSWORD,
                        "sasl.enabled.mechanisms",
                        "PLAIN",
                        "plain.sasl.jaas.config",
                        JAAS + "user_agentlens=\"of the broker\";"));
    }

    /** From now on the server takes encrypted connections only. */
    private void secure(EmbeddedPostgres postgres) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), postgres.username(), postgres.password());
                Statement statement = connection.createStatement()) {
            write(statement, "server.crt", Files.readAllBytes(certificate.certificate()));
            write(statement, "server.key", Files.readAllBytes(certificate.key()));
            write(statement, "pg_hba.conf", "hostssl all all 127.0.0.1/32 scram-sha-256\n".getBytes());
            statement.execute("alter system set ssl = on");
            statement.execute("select pg_reload_conf()");
            await().ignoreExceptions().until(() -> {
                try (ResultSet ssl = statement.executeQuery("show ssl")) {
                    return ssl.next() && ssl.getString(1).equals("on");
                }
            });
        }
        await().untilAsserted(() -> assertThatThrownBy(() -> DriverManager.getConnection(
                        postgres.jdbcUrl("postgres") + "?sslmode=disable", postgres.username(), postgres.password()))
                .hasMessageContaining("no pg_hba.conf entry"));
    }

    /** By the server itself, so that the file is its own whoever it runs as. */
    private static void write(Statement statement, String file, byte[] content) throws SQLException {
        statement.execute("copy (select '" + Base64.getEncoder().encodeToString(content) + "') to program 'base64 -d > "
                + file + " && chmod 600 " + file + "'");
    }

    private URI uri(String scheme, String path) {
        return URI.create(scheme + "://localhost:" + port + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
