/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.check;

import dev.agentlens.e2e.check.Ledger.Row;
import dev.agentlens.e2e.cluster.Cluster;
import dev.agentlens.e2e.cluster.Node;
import dev.agentlens.e2e.cluster.Waiting;
import dev.agentlens.e2e.load.History;
import dev.agentlens.e2e.load.PoisonWriter;
import dev.agentlens.e2e.load.Workload;
import dev.agentlens.e2e.oracle.Oracle;
import dev.agentlens.e2e.oracle.Tokens;
import dev.agentlens.e2e.violation.Violations;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares the complete system with the oracle while it is healthy and nobody writes. What differs is a violation;
 * nothing is tolerated.
 */
public final class Checks implements AutoCloseable {

    private static final Duration RECOVERY = Duration.ofSeconds(150);
    private static final Duration CATCH_UP = Duration.ofSeconds(180);
    private static final int SAMPLED_COHORTS = 6;
    private static final int READERS = 3;

    private final Cluster cluster;
    private final Workload workload;
    private final PoisonWriter poison;
    private final Violations violations;
    private final Oracle oracle = new Oracle();
    private final Ledger ledger;
    private final Log log;
    private final Lag lag;
    private final Api api;
    private final TraceCheck traces;
    private final List<Long> folded = new ArrayList<>();
    private final ExecutorService readers = Executors.newFixedThreadPool(READERS, work -> {
        Thread thread = new Thread(work, "trace check");
        thread.setDaemon(true);
        return thread;
    });
    private int checks;

    public Checks(Cluster cluster, Workload workload, History history, PoisonWriter poison, Violations violations) {
        this.cluster = cluster;
        this.workload = workload;
        this.poison = poison;
        this.violations = violations;
        ledger = new Ledger(cluster.database());
        log = new Log(cluster.kafkaBootstrap());
        lag = new Lag(cluster);
        api = new Api(Cluster.QUERY.stream().map(cluster::queryAddress).toList());
        traces = new TraceCheck(api, history, violations);
    }

    /** In between: everything, but of the traces only a sample. */
    public void runSample(List<Long> finished, Random random) {
        run(finished);
        List<Long> sample = new ArrayList<>(folded);
        Collections.shuffle(sample, random);
        compareTraces(sample.subList(0, Math.min(SAMPLED_COHORTS, sample.size())), false);
        new TopicChecks(log, violations).compareDeadLetters(poison.written());
    }

    /** At the end: everything, every trace, and the ledger against each record of the log. */
    public void runWhole(List<Long> finished) {
        run(finished);
        compareTraces(folded, true);
        TopicChecks topics = new TopicChecks(log, violations);
        topics.compareDeadLetters(poison.written());
        topics.compareRejected(() -> folded.stream().map(workload::cohort).iterator());
        new SessionsTopicCheck(log, violations).compare(oracle);
        LogFold fold = new LogFold(poison.written());
        log.forEach(Log.EVENTS, fold::add);
        compare("The log holds each acknowledged event", oracle.distinctEvents(), fold.distinct());
        Map<Integer, Row> rows = readLedger();
        fold.rows().forEach((partition, expected) -> {
            if (!expected.equals(rows.get(partition))) {
                violations.add(
                        "The ledger accounts for each record",
                        "partition " + partition + ": " + expected,
                        String.valueOf(rows.get(partition)));
            }
        });
    }

    private void run(List<Long> finished) {
        checks++;
        for (Node node : cluster.nodes()) {
            node.unexpectedEnd()
                    .ifPresent(end -> violations.add(
                            "No role ends by itself", node.name() + " running", end + "; see " + node.log()));
        }
        Waiting.until("Every role ready again", RECOVERY, cluster::isReady, () -> "not ready: " + cluster.notReady());
        poison.flush(RECOVERY);
        Waiting.until("Lag zero", CATCH_UP, () -> lag.read() == 0, () -> "lag " + lag.read());
        for (long number : finished) {
            oracle.add(workload.cohort(number));
            folded.add(number);
        }
        compareLedger();
        compareAnalytics();
        new SessionListCheck(api, violations).compare(oracle);
    }

    private void compareLedger() {
        Map<Integer, Row> rows = readLedger();
        rows.forEach((partition, row) -> compare(
                "The ledger accounts for each record of partition " + partition, row.nextOffset(), row.accounted()));
        compare(
                "Each distinct event is projected once",
                oracle.distinctEvents(),
                rows.values().stream().mapToLong(Row::projected).sum());
        compare(
                "What is no event is dead-lettered",
                poison.written().values().stream().mapToLong(Map::size).sum(),
                rows.values().stream().mapToLong(Row::deadLettered).sum());
    }

    private void compareAnalytics() {
        ObjectNode found = (ObjectNode) api.get("/analytics").json();
        // Percentiles are not exact.
        found.remove("latency");
        for (Difference difference : Difference.between(oracle.analytics().asRead(), found)) {
            violations.add(
                    "The analytics are those of the acknowledged events",
                    difference.at() + " = " + difference.expected(),
                    difference.found());
        }
    }

    private void compareTraces(List<Long> cohorts, boolean withShared) {
        Map<String, TraceCheck.Session> shared = new HashMap<>();
        LongFunction<Future<?>> compare = number -> readers.submit(() -> {
            Map<String, TraceCheck.Session> sessions = new HashMap<>();
            TraceCheck.collect(workload.cohort(number), sessions);
            for (String id : workload.sharedSessions()) {
                sessions.remove(id);
            }
            sessions.values().forEach(traces::compare);
        });
        List<Future<?>> running = new ArrayList<>();
        cohorts.forEach(number -> running.add(compare.apply(number)));
        if (withShared) {
            cohorts.forEach(number -> TraceCheck.collect(workload.sharedOf(number), shared));
            shared.values().forEach(traces::compare);
        }
        running.forEach(Checks::await);
    }

    private static void await(Future<?> work) {
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A trace could not be compared", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private Map<Integer, Row> readLedger() {
        try {
            return ledger.read();
        } catch (SQLException e) {
            throw new IllegalStateException("The ledger cannot be read from a database that is well", e);
        }
    }

    private void compare(String promise, long expected, long found) {
        if (expected != found) {
            violations.add(promise, Long.toString(expected), Long.toString(found));
        }
    }

    /** Of all that was checked so far. */
    public SortedMap<String, Tokens> tokensPerAgent() {
        return oracle.tokensPerAgent();
    }

    public int checks() {
        return checks;
    }

    public long traces() {
        return traces.traces();
    }

    public long orderedPairs() {
        return traces.orderedPairs();
    }

    public long sessions() {
        return oracle.sessions().size();
    }

    @Override
    public void close() {
        readers.shutdownNow();
        log.close();
        lag.close();
    }
}
