/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import static dev.agentlens.common.event.AgentEvents.T0;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.projector.ProjectorApplication;
import dev.agentlens.readmodel.log.EventLog;
import dev.agentlens.readmodel.tables.ProjectionDatabase;
import dev.agentlens.readmodel.tables.ReadSchema;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.TestServices.Database;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A projector that was stopped while another took its partitions over, and one whose thread dies. */
class PartitionTakeoverIT {

    /** After which Kafka gives the partitions of a thread that has stopped to another. */
    private static final Map<String, String> SOON_TAKEN_AWAY = Map.of("max.poll.interval.ms", "3000");

    private final Database database = TestServices.newDatabase();
    private final ProjectionDatabase tables = new ProjectionDatabase(database);
    private String kafka;
    private EventLog log;

    @BeforeEach
    void start() throws Exception {
        ReadSchema.migrate(tables.dataSource(), ReadSchema.LIVE);
        kafka = TestServices.emptyKafka();
        log = new EventLog(kafka).createTopics();
    }

    @AfterEach
    void stop() {
        tables.close();
        log.close();
    }

    /** Stops where a test wants it to, until it is released. */
    private static final class Gate {

        private final AtomicBoolean shut = new AtomicBoolean();
        private final AtomicInteger passed = new AtomicInteger();
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        void pass() {
            if (shut.getAndSet(false)) {
                reached.countDown();
                try {
                    open.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            passed.incrementAndGet();
        }
    }

    @Test
    void projectorThatStoodStillBeforeItsTransactionWritesNothingAfterwards() throws Exception {
        Gate gate = new Gate();
        DelegatingDataSource halting = new DelegatingDataSource(tables.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                gate.pass();
                return super.getConnection();
            }
        };
        try (BareProjector frozen = BareProjector.start(kafka, halting, SOON_TAKEN_AWAY)) {
            frozen.progress().reaches(log.append(events("a", 60))).get(60, SECONDS);
            gate.shut.set(true);
            Map<Integer, Long> end = log.append(events("b", 60));
            assertThat(gate.reached.await(60, SECONDS)).isTrue();

            assertTakenOverFrom(gate, end);
        }
    }

    @Test
    void projectorThatStoodStillInItsTransactionHoldsNobodyUpAndWritesNothingAfterwards() throws Exception {
        Gate gate = new Gate();
        DelegatingDataSource halting = new DelegatingDataSource(tables.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                try (var statement = connection.createStatement()) {
                    statement.execute("set idle_in_transaction_session_timeout = '2s'");
                }
                return before("commit", connection, gate::pass);
            }
        };
        try (BareProjector frozen = BareProjector.start(kafka, halting, SOON_TAKEN_AWAY)) {
            frozen.progress().reaches(log.append(events("a", 60))).get(60, SECONDS);
            gate.shut.set(true);
            Map<Integer, Long> end = log.append(events("b", 60));
            assertThat(gate.reached.await(60, SECONDS)).isTrue();

            assertTakenOverFrom(gate, end);
        }
    }

    private void assertTakenOverFrom(Gate gate, Map<Integer, Long> end) throws Exception {
        try (HikariDataSource own = own();
                BareProjector other = BareProjector.start(kafka, own)) {
            other.progress().reaches(end).get(60, SECONDS);
            List<String> taken = tables.everything();
            assertThat(tables.ledger()).isEqualTo(List.of(120L, 0L, 0L, 0L));

            int passed = gate.passed.get();
            gate.open.countDown();
            // The one that was held, and the next: by then it is over.
            await().until(() -> gate.passed.get() >= passed + 2);
            assertThat(tables.everything()).isEqualTo(taken);

            log.append(events("c", 60));
            await().until(() -> tables.ledger().get(0) == 180);
            assertThat(tables.ledger()).isEqualTo(List.of(180L, 0L, 0L, 0L));
            assertThat(tables.counters()).isEqualTo(tables.recount());
        }
        assertThat(log.deadLetters()).isEmpty();
    }

    @Test
    void threadThatDiesOfAnErrorTurnsLivenessRed() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        BeanPostProcessor breaking = new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return name.equals("projectionDataSource") ? breakable((HikariDataSource) bean, broken) : bean;
            }
        };
        SpringApplicationBuilder application = new SpringApplicationBuilder(ProjectorApplication.class)
                .initializers(context -> context.getBeanFactory().addBeanPostProcessor(breaking));
        try (RunningProjector projector = RunningProjector.start(application, kafka, database)) {
            projector.progress().reaches(log.append(events("a", 10))).get(60, SECONDS);
            assertThat(projector.isLive()).isTrue();

            broken.set(true);
            log.append(events("b", 10));

            await().until(() -> !projector.isLive());
        }
        // What it could not apply is applied by the next.
        try (RunningProjector next = RunningProjector.start(kafka, database)) {
            next.progress().reaches(log.append(events("c", 10))).get(60, SECONDS);
            await().until(() -> tables.ledger().equals(List.of(30L, 0L, 0L, 0L)));
            assertThat(next.isLive()).isTrue();
        }
    }

    private static HikariDataSource breakable(HikariDataSource original, AtomicBoolean broken) {
        HikariDataSource breakable = new HikariDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                return before("prepareStatement", super.getConnection(), () -> {
                    if (broken.get()) {
                        throw new NoClassDefFoundError("half of this program is missing");
                    }
                });
            }
        };
        original.copyStateTo(breakable);
        return breakable;
    }

    /** The connection, with something that is done first whenever a method of it is called. */
    private static Connection before(String name, Connection connection, Runnable first) {
        return (Connection) Proxy.newProxyInstance(
                PartitionTakeoverIT.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals(name)) {
                        first.run();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private HikariDataSource own() {
        HikariDataSource own = new HikariDataSource();
        own.setJdbcUrl(database.jdbcUrl());
        own.setUsername(database.username());
        own.setPassword(database.password());
        own.setMaximumPoolSize(2);
        return own;
    }

    private static List<AgentEvent> events(String prefix, int count) {
        return IntStream.range(0, count)
                .<AgentEvent>mapToObj(
                        i -> AgentEvents.step("session-" + i % 17, prefix + i, T0.plusSeconds(i), "llm_call", 1, 2))
                .toList();
    }
}
