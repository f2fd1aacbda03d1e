/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.embedded.EmbeddedPostgres;
import dev.agentlens.testsupport.TestServices.Database;
import dev.agentlens.testsupport.UnpackedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Reads that wait for a position while PostgreSQL is unavailable, crashes or is overloaded. */
class PositionOutagesIT {

    private static final String AFTER = "AgentLens-After-Position";
    private static final String KEY = "of-the-test";
    private static final int MAX_WAITING = 3;

    @TempDir
    static Path directory;

    private static EmbeddedPostgres postgres;
    private static Database database;
    private static ProjectedEvents events;
    private static ConfigurableApplicationContext context;
    private static QueryClient client;

    @BeforeAll
    static void start() {
        postgres =
                EmbeddedPostgres.start(new EmbeddedPostgres.Settings(directory, UnpackedPostgres.directory(), 0, 60));
        database =
                new Database(postgres.jdbcUrl() + "?currentSchema=agentlens", postgres.username(), postgres.password());
        events = new ProjectedEvents(database);
        events.project(QueryITBase.step("s", "e1", "2026-01-01T00:00:00Z"));
        context = SpringApplication.run(
                QueryApplication.class,
                "--server.port=0",
                "--management.server.port=0",
                "--spring.flyway.enabled=false",
                "--agentlens.api-key=" + KEY,
                "--agentlens.rate-limit.sessions=0",
                "--agentlens.rate-limit.analytics=5",
                "--agentlens.position.max-waiting=" + MAX_WAITING,
                "--agentlens.position.max-wait=30s",
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password());
        client = new QueryClient(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    @AfterAll
    static void stop() {
        context.close();
        postgres.close();
    }

    @Test
    void keyAndLimitComeBeforeThePosition() {
        client.get("/sessions", AFTER, "x").isError(401, "Unauthorized");
        client.get("/sessions", AFTER, events.positionAfter("s", 1), "Prefer", "wait=30", "X-API-Key", "wrong")
                .isError(401, "Unauthorized");
        for (int i = 0; i < 5; i++) {
            client.get("/analytics", AFTER, "x", "X-API-Key", KEY).isError(400, "The position in");
        }
        client.get("/analytics", AFTER, "x", "X-API-Key", KEY).isError(429, "Too many requests");
    }

    /** A client that closed its half of the connection may still read the response: its wait continues. */
    @Test
    void noMoreThanSoManyWaitAtATimeAndOthersMayOnceTheirWaitIsOver() {
        String position = events.positionAfter("s", 1);
        CompletableFuture<?>[] waiting = new CompletableFuture<?>[MAX_WAITING];
        Arrays.fill(waiting, CompletableFuture.completedFuture(null));

        // Again where the machine was so busy that their wait was over before the next request.
        await().untilAsserted(() -> {
            for (int i = 0; i < MAX_WAITING; i++) {
                waiting[i] = waiting[i].isDone() ? get("/sessions", position, 3) : waiting[i];
            }
            get("/sessions", position, 0)
                    .join()
                    .isError(503, "Too many requests are waiting for their position, please try again later");
        });

        CompletableFuture.allOf(waiting).join();
        get("/sessions", position, 0).join().isError(503, "The read tables do not contain the position");
    }

    @Test
    void waitingReadOutlivesATemporaryDatabaseOutage() {
        CompletableFuture<QueryClient.Response> patient = get("/sessions/away", events.positionAfter("away", 1), 30);
        await().during(Duration.ofMillis(200)).until(() -> !patient.isDone());

        postgres.close();
        QueryClient.Response hasty = get("/sessions/away", events.positionAfter("away", 1), 1)
                .join()
                .isError(503, "The read tables could not be reached in 1 s of waiting for the position");
        assertThat(hasty.header("Retry-After")).isEqualTo("2");
        assertThat(patient).isNotDone();

        restart();
        events.project(QueryITBase.step("away", "e1", "2026-01-01T00:00:00Z"));
        assertThat(patient.join().json().path("total_events").intValue()).isEqualTo(1);
    }

    @Test
    void waitIsBoundedHoweverLongIsPreferred() {
        String position = events.positionAfter("s", 0);

        assertThat(get("/sessions", position, 3_600).join().header("Preference-Applied"))
                .isEqualTo("wait=30");
    }

    /** A crash takes the last commits with it: what was read after it may lack what was seen before. */
    @Test
    void responseReadAcrossACrashIs503() throws SQLException {
        String there = events.positionAfter("s", 0);
        for (String path :
                new String[] {"/sessions/s", "/sessions/s/explain", "/sessions/s/export", "/sessions/absent"}) {
            try (Connection lock = connect();
                    Statement statement = lock.createStatement()) {
                lock.setAutoCommit(false);
                statement.execute("lock table sessions in access exclusive mode");
                CompletableFuture<QueryClient.Response> response = get(path, there, 30);
                // The position was found there, and the read itself waits for the lock.
                await().until(() -> waitingForALock() == 1);

                // As a crash does to every connection, except that of the read, so that it gets a response.
                terminateTheWatch();
                lock.rollback();

                response.join().isError(503, "PostgreSQL was restarted or cut off while this was read");
            }
            assertThat(get(path, there, 30).join().status()).isEqualTo(path.endsWith("absent") ? 404 : 200);
        }
    }

    /** The server itself lives on, and its start time with it, when one of its processes is killed. */
    @Test
    void crashOfAServerProcessEndsTheWatchsConnectionToo() throws SQLException {
        try (Connection victim = connect();
                Connection watch = connect()) {
            OnServer before = OnServer.of(watch);
            ProcessHandle.of(OnServer.of(victim).pid()).orElseThrow().destroyForcibly();

            await().until(() -> !watch.isValid(5));
            await().ignoreExceptions().until(() -> {
                try (Connection after = connect()) {
                    return OnServer.of(after).started().equals(before.started());
                }
            });
        }
        await().untilAsserted(() -> assertThat(get("/sessions/s", events.positionAfter("s", 0), 30)
                        .join()
                        .status())
                .isEqualTo(200));
    }

    private record OnServer(int pid, String started) {

        static OnServer of(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select pg_backend_pid(), pg_postmaster_start_time()")) {
                row.next();
                return new OnServer(row.getInt(1), row.getString(2));
            }
        }
    }

    private static CompletableFuture<QueryClient.Response> get(String path, String position, int wait) {
        return client.getLater(path, AFTER, position, "Prefer", "wait=" + wait, "X-API-Key", KEY);
    }

    private static int waitingForALock() throws SQLException {
        return number("select count(*) from pg_stat_activity where wait_event_type = 'Lock'");
    }

    private static void terminateTheWatch() throws SQLException {
        assertThat(number("""
                        select count(*) filter (where pg_terminate_backend(pid))
                        from pg_stat_activity
                        where query like '%pg_postmaster_start_time%projection_source%' and pid <> pg_backend_pid()
                        """)).isPositive();
    }

    private static int number(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    }

    private static void restart() {
        postgres = EmbeddedPostgres.start(
                new EmbeddedPostgres.Settings(directory, UnpackedPostgres.directory(), postgres.port(), 60));
    }
}
