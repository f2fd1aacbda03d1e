/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e;

import dev.agentlens.e2e.check.Checks;
import dev.agentlens.e2e.check.Lag;
import dev.agentlens.e2e.check.OngoingReads;
import dev.agentlens.e2e.cluster.Apps;
import dev.agentlens.e2e.cluster.Cli;
import dev.agentlens.e2e.cluster.Cluster;
import dev.agentlens.e2e.cluster.ClusterSettings;
import dev.agentlens.e2e.cluster.Directories;
import dev.agentlens.e2e.cluster.Waiting;
import dev.agentlens.e2e.consumers.CampaignConsumers;
import dev.agentlens.e2e.load.History;
import dev.agentlens.e2e.load.Load;
import dev.agentlens.e2e.load.Poison;
import dev.agentlens.e2e.load.PoisonWriter;
import dev.agentlens.e2e.load.ReadYourWrites;
import dev.agentlens.e2e.load.Workload;
import dev.agentlens.e2e.nemesis.Nemesis;
import dev.agentlens.e2e.nemesis.Schedule.Round;
import dev.agentlens.e2e.report.Figures;
import dev.agentlens.e2e.violation.Violations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * One campaign: load and faults in rounds, everything compared with the oracle after each, and every trace at the end.
 * A guarantee that does not hold is a violation. The campaign also ends if the system does not recover.
 */
public final class Campaign {

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);
    private static final Duration ACKNOWLEDGE_LIMIT = Duration.ofSeconds(180);
    private static final Duration STALL_LIMIT = Duration.ofSeconds(180);
    private static final Duration TOOL_LIMIT = Duration.ofMinutes(20);
    private static final int REBUILD_TRIES = 6;
    private static final String NO_SUCH_TOOL = "NOT DONE, since the command line tool of this build does not know it: ";
    /** As fast as possible. */
    private static final double UNPACED = 1e6;

    private final CampaignSettings settings;
    private final Consumer<String> announce;
    private final Violations violations;
    private final long begin = System.nanoTime();

    private final Apps apps;
    private final Cluster cluster;
    private final Workload workload;
    private final History history = new History();
    private final Thread closeAtExit;
    private final List<String> notes = new CopyOnWriteArrayList<>();

    private Campaign(CampaignSettings settings, Consumer<String> announce) {
        this.settings = settings;
        this.announce = announce;
        violations = new Violations(announce);
        prepareDirectory();
        apps = Apps.unpacked(settings.target());
        cluster = new Cluster(new ClusterSettings(
                apps, settings.directory(), settings.target().resolve("postgres"), SESSION_TIMEOUT));
        workload = new Workload(settings.seed());
        // No process is left running, even after Ctrl-C.
        closeAtExit = new Thread(cluster::close);
    }

    /** @param announce receives what happens, line by line */
    public static Figures run(CampaignSettings settings, Consumer<String> announce) {
        return new Campaign(settings, announce).run();
    }

    private void prepareDirectory() {
        try {
            Directories.delete(settings.directory());
            Files.createDirectories(settings.directory());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use " + settings.directory(), e);
        }
    }

    private Figures run() {
        Runtime.getRuntime().addShutdownHook(closeAtExit);
        try {
            cluster.start();
            announce.accept("The cluster is up after " + since(begin).toSeconds() + " s; its logs are in "
                    + settings.directory());
            return runOnCluster();
        } finally {
            cluster.close();
            Runtime.getRuntime().removeShutdownHook(closeAtExit);
        }
    }

    private Figures runOnCluster() {
        ReadYourWrites readYourWrites = new ReadYourWrites(
                Cluster.QUERY.stream().map(cluster::queryAddress).toList(), workload.sharedSessions(), violations);
        try (readYourWrites;
                PoisonWriter poison = new PoisonWriter(cluster.kafkaBootstrap(), settings.seed());
                Load load = new Load(workload, history, cluster.ingestAddresses(), violations, readYourWrites);
                Checks checks = new Checks(cluster, workload, history, poison, violations);
                OngoingReads reads = new OngoingReads(cluster, workload, load, violations);
                Cli cli = new Cli(
                        apps, cluster.toolEnvironment(), settings.directory().resolve("cli.log"));
                Lag lag = new Lag(cluster);
                CampaignConsumers bystanders = new CampaignConsumers(
                        settings.examples(), cluster.kafkaBootstrap(), settings.directory(), violations)) {
            Nemesis nemesis = new Nemesis(cluster, () -> rebuild(cli), violations, announce);
            Ticker ticker = new Ticker(settings, load, history, poison, nemesis, lag, poisonEvery(), announce);
            load.start();
            reads.start();
            ticker.start();
            bystanders.startAfter(settings.schedule().lasts().dividedBy(2));
            try {
                suffer(load, nemesis, checks, ticker);
                finish(load, checks, ticker, cli);
                bystanders.compare(checks.tokensPerAgent());
            } catch (Waiting.TimedOutException e) {
                violations.add(
                        "The system recovers by itself", String.valueOf(e.getMessage()), "see " + settings.directory());
            } finally {
                ticker.close();
            }
            return Figures.of(
                    settings, since(begin), history, nemesis, poison, checks, reads, readYourWrites, notes, violations);
        }
    }

    private void suffer(Load load, Nemesis nemesis, Checks checks, Ticker ticker) {
        Random random = new Random(settings.seed());
        List<Round> rounds = settings.schedule().rounds();
        for (int i = 0; i < rounds.size(); i++) {
            Duration left =
                    rounds.subList(i, rounds.size()).stream().map(Round::lasts).reduce(Duration.ZERO, Duration::plus);
            ticker.paceFor(rounds.get(i).lasts(), left);
            load.resume();
            nemesis.run(rounds.get(i));
            announce.accept("Round " + (i + 1) + " of " + rounds.size() + " is over; checking");
            load.pause(ACKNOWLEDGE_LIMIT);
            checks.runSample(load.takeFinished(), random);
        }
    }

    private void finish(Load load, Checks checks, Ticker ticker, Cli cli) {
        ticker.stopPacing();
        load.pace(UNPACED);
        load.resume();
        awaitAllEvents(load);
        load.pause(ACKNOWLEDGE_LIMIT);
        ticker.poisonTheRest();
        announce.accept("All events are acknowledged; the last check compares every trace");
        checks.runWhole(load.takeFinished());
        if (cli.knows(settings.verify().get(0))) {
            int exitCode = cli.run(TOOL_LIMIT, settings.verify().toArray(String[]::new));
            note("verify ended with exit code " + exitCode);
            if (exitCode != 0) {
                violations.add(
                        "The tables verify", "exit code 0 of " + settings.verify(), exitCode + "; see " + cli.log());
            }
        } else {
            note(NO_SUCH_TOOL + settings.verify());
        }
    }

    private void awaitAllEvents(Load load) {
        long before = -1;
        long changed = System.nanoTime();
        while (load.begunEvents() < settings.events()) {
            Waiting.pause(100);
            long acknowledged = history.acknowledgedEvents();
            if (acknowledged != before) {
                before = acknowledged;
                changed = System.nanoTime();
            } else if (since(changed).compareTo(STALL_LIMIT) > 0) {
                violations.add(
                        "A system that is well takes events",
                        "an acknowledgement within " + STALL_LIMIT.toSeconds() + " s",
                        "none; not ready: " + cluster.notReady());
                return;
            }
        }
    }

    /** Faults may end it early; after a restart it must complete. */
    private void rebuild(Cli cli) {
        if (!cli.knows(settings.rebuild().get(0))) {
            note(NO_SUCH_TOOL + settings.rebuild());
            return;
        }
        for (int attempt = 1; attempt <= REBUILD_TRIES; attempt++) {
            int exitCode = cli.run(TOOL_LIMIT, settings.rebuild().toArray(String[]::new));
            note("rebuild ended with exit code " + exitCode);
            if (exitCode == 0) {
                return;
            }
            Waiting.pause(5_000);
        }
        violations.add(
                "A rebuild that is interrupted and started again comes to its end",
                "exit code 0 in " + REBUILD_TRIES + " tries",
                "none; see " + cli.log());
    }

    private void note(String line) {
        announce.accept(line);
        notes.add(line);
    }

    /** Each kind of poison at least twice, but not more than one record in 300. */
    private int poisonEvery() {
        return (int) Math.max(
                1, Math.min(300, settings.events() / (2L * Poison.kinds().size())));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
