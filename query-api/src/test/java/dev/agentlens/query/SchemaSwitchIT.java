/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.TestServices.Database;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/** Reads while other tables take over the names, as at the end of a rebuild. */
class SchemaSwitchIT {

    private static final int SWITCHES = 200;
    private static final int READS_BETWEEN = 10;

    @Test
    void everyResponseIsOfOneSetOfTables() throws InterruptedException {
        Database database = TestServices.newDatabase();
        JdbcTemplate jdbc = new JdbcTemplate(
                new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()));
        project(database, "few", 1);
        jdbc.execute("alter schema agentlens rename to other");
        project(database, "many", 2);

        try (ConfigurableApplicationContext context = SpringApplication.run(
                QueryApplication.class,
                "--server.port=0",
                "--management.server.port=0",
                "--spring.flyway.enabled=false",
                "--agentlens.rate-limit.sessions=0",
                "--agentlens.rate-limit.analytics=0",
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password())) {
            QueryClient client =
                    new QueryClient(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
            AtomicInteger reads = new AtomicInteger();
            AtomicBoolean done = new AtomicBoolean();
            Thread switcher = new Thread(() -> {
                for (int i = 0; i < SWITCHES; i++) {
                    // Rebuilds are minutes apart. A switch while PostgreSQL plans its statements again, for the switch
                    // before, is one that it does not notice.
                    int before = reads.get();
                    while (reads.get() < before + READS_BETWEEN) {
                        Thread.onSpinWait();
                    }
                    jdbc.execute("""
                            begin;
                            alter schema agentlens rename to retired;
                            alter schema other rename to agentlens;
                            alter schema retired rename to other;
                            commit
                            """);
                }
                done.set(true);
            });
            switcher.start();
            while (!done.get()) {
                assertOfOneSet(client.get("/analytics").json());
                assertOfOneSet(client.get("/sessions/s"));
                reads.incrementAndGet();
            }
            switcher.join();
        }
    }

    private static void project(Database database, String type, int events) {
        ProjectedEvents projected = new ProjectedEvents(database);
        for (int i = 0; i < events; i++) {
            projected.project(QueryITBase.event("s", "e" + i, type, "2026-01-01T00:00:00Z", ",\"model\":\"m\""));
        }
    }

    private static void assertOfOneSet(JsonNode analytics) {
        int events = analytics.path("overview").path("total_events").intValue();
        assertThat(events).isIn(1, 2);
        assertThat(analytics.path("event_types").path(0).path("event_type").stringValue())
                .isEqualTo(events == 1 ? "few" : "many");
        assertThat(analytics.path("model_usage").path(0).path("call_count").intValue())
                .isEqualTo(events);
        assertThat(analytics.path("hourly_activity").path(0).path("event_count").intValue())
                .isEqualTo(events);
    }

    /** Its session fields are of one moment; the events are read after it. */
    private static void assertOfOneSet(QueryClient.Response session) {
        assertThat(session.json().path("total_events").intValue()).isIn(1, 2);
    }
}
