/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.embedded.FreePort;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.TestServices.Database;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The read side without its tables: a read is 503, never 500, and the process lives on. */
class DatabaseUnavailableIT {

    @Test
    void unavailableDatabaseIs503WithRetryAfter() {
        String nowhere = "jdbc:postgresql://127.0.0.1:" + FreePort.preferring(0) + "/agentlens";
        assertEveryReadIsUnavailable(new Database(nowhere, "agentlens", "agentlens"));
    }

    @Test
    void tablesThatAreNotMadeYetAreAReasonToComeBackLater() {
        assertEveryReadIsUnavailable(TestServices.newDatabase());
    }

    private static void assertEveryReadIsUnavailable(Database database) {
        try (ConfigurableApplicationContext context = SpringApplication.run(
                QueryApplication.class,
                "--server.port=0",
                "--management.server.port=0",
                "--spring.flyway.enabled=false",
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password())) {
            QueryClient client =
                    new QueryClient(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));

            assertThat(client.get("/health").json().get("status").asString()).isEqualTo("ok");
            for (String path : new String[] {
                "/sessions", "/sessions/s", "/sessions/s/explain", "/sessions/s/export?format=csv", "/analytics"
            }) {
                QueryClient.Response response = client.get(path).isError(503, "The read tables cannot be reached");
                assertThat(response.header("Retry-After")).isEqualTo("2");
            }
            client.post("/sessions/compare", "{\"session_a\":\"a\",\"session_b\":\"b\"}")
                    .isError(503, "The read tables cannot be reached");
            client.post("/sessions/export", "{\"sessions\":[\"s\"]}").isError(503, "The read tables cannot be reached");
        }
    }
}
