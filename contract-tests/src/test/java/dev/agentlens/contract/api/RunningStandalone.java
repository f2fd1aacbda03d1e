/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static org.awaitility.Awaitility.await;

import dev.agentlens.standalone.StandaloneRoles;
import dev.agentlens.standalone.start.StandaloneProcess;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.contract.PublishedRecords;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The three roles in dev mode, without rate limits; one context for all classes that extend this one. */
@SpringBootTest(
        classes = StandaloneRoles.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=agentlens-standalone",
            "management.server.port=0",
            // Only this process changes the tables.
            StandaloneProcess.EMBEDDED_DATABASE + "=true",
            "agentlens.rate-limit.events=0",
            "agentlens.rate-limit.sessions=0",
            "agentlens.rate-limit.analytics=0"
        })
@ExtendWith(PublishedRecords.class)
abstract class RunningStandalone {

    @LocalServerPort
    private int port;

    protected Api api;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry properties) {
        TestServices.Database database = TestServices.newDatabase();
        properties.add("AGENTLENS_KAFKA_BOOTSTRAP", TestServices::kafkaBootstrapServers);
        properties.add("AGENTLENS_DATABASE_URL", database::jdbcUrl);
        properties.add("AGENTLENS_DATABASE_USER", database::username);
        properties.add("AGENTLENS_DATABASE_PASSWORD", database::password);
    }

    @BeforeEach
    void connect() {
        api = new Api(port);
        awaitProjection(api);
    }

    /** For clients that are not the checked {@link Api}. */
    protected URI url(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    /** The tables and topics are made, and the topic's partitions handed out, while the first requests already come in. */
    static void awaitProjection(Api api) {
        String session = Api.newSession("warm-up");
        await().until(() -> {
            api.post("/events", Map.of("events", List.of(Map.of("session_id", session, "event_id", "once"))));
            return api.get("/sessions/" + session).status() == 200;
        });
    }
}
