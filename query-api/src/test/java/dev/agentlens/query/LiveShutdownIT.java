/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.query.EventStream.Message;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.TestServices.Database;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Streams that are open while their instance is restarted. */
class LiveShutdownIT {

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void streamSaysThatItsInstanceStopsAndContinuesOnAnother() throws IOException {
        Database database = TestServices.newDatabase();
        ProjectedEvents events = new ProjectedEvents(database);
        events.project(QueryITBase.step("s", "e0", "2026-01-01T00:00:00Z"));
        String last;
        try (ConfigurableApplicationContext first = start(database);
                EventStream stream = open(first)) {
            events.project(QueryITBase.step("s", "e1", "2026-01-01T00:00:00Z"));
            assertThat(stream.nextIds(1)).containsExactly("e1");

            first.close();

            Message end = stream.next();
            assertThat(end.type()).isEqualTo("end");
            assertThat(end.json()).hasToString("{\"reason\":\"shutdown\"}");
            assertThat(stream.next()).isNull();
            last = stream.lastEventId();
        }
        events.project(QueryITBase.step("s", "e2", "2026-01-01T00:00:00Z"));
        try (ConfigurableApplicationContext second = start(database);
                EventStream stream = open(second, "Last-Event-ID", last)) {
            assertThat(stream.nextIds(1)).containsExactly("e2");
        }
    }

    private static EventStream open(ConfigurableApplicationContext context, String... headers) {
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        return new EventStream(new QueryClient(port).open("/events/stream", headers));
    }

    private static ConfigurableApplicationContext start(Database database) {
        return SpringApplication.run(
                QueryApplication.class,
                "--server.port=0",
                "--management.server.port=0",
                "--spring.flyway.enabled=false",
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password());
    }
}
