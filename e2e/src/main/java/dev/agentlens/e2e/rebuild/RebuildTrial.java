/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.rebuild;

import dev.agentlens.e2e.check.Lag;
import dev.agentlens.e2e.cluster.Apps;
import dev.agentlens.e2e.cluster.Cli;
import dev.agentlens.e2e.cluster.Cluster;
import dev.agentlens.e2e.cluster.ClusterSettings;
import dev.agentlens.e2e.cluster.Directories;
import dev.agentlens.e2e.cluster.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Fills a cluster, reads and writes at a steady rate, first alone and then beside {@code ./agentlens rebuild}, and compares:
 * times of the reads, failures, and the checksum of the old tables with that of the same events in the new ones.
 */
final class RebuildTrial {

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);
    private static final Duration FILL_LIMIT = Duration.ofMinutes(20);
    private static final Duration TOOL_LIMIT = Duration.ofMinutes(60);
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    /** The old tables stay so that they can be compared. */
    private static final int GRACE_SECONDS = 3_600;

    private final RebuildTrialSettings settings;
    private final Consumer<String> announce;

    RebuildTrial(RebuildTrialSettings settings, Consumer<String> announce) {
        this.settings = settings;
        this.announce = announce;
    }

    /** The report in Markdown. */
    RebuildTrialReport run() {
        prepareDirectory();
        Apps apps = Apps.unpacked(settings.target());
        Cluster cluster = new Cluster(new ClusterSettings(
                apps, settings.directory(), settings.target().resolve("postgres"), SESSION_TIMEOUT));
        Thread closeAtExit = new Thread(cluster::close);
        Runtime.getRuntime().addShutdownHook(closeAtExit);
        try (cluster) {
            cluster.start();
            return runOn(cluster, apps);
        } finally {
            Runtime.getRuntime().removeShutdownHook(closeAtExit);
        }
    }

    private RebuildTrialReport runOn(Cluster cluster, Apps apps) {
        Path cliLog = settings.directory().resolve("cli.log");
        try (Lag lag = new Lag(cluster);
                Cli cli = new Cli(apps, cluster.toolEnvironment(), cliLog);
                SteadyLoad load = new SteadyLoad(cluster, new Sessions(), announce)) {
            load.fill(settings.events(), 4);
            Waiting.until("Everything projected", FILL_LIMIT, () -> lag.read() == 0, () -> "lag " + lag.read());
            announce.accept("Filled with " + settings.events() + " events");

            Latencies alone = new Latencies();
            load.start(settings.liveRate(), settings.readRate());
            Waiting.pause(WARM_UP.toMillis());
            load.countIn(alone);
            Waiting.pause(settings.baseline().toMillis());

            announce.accept("Rebuilding");
            Latencies beside = new Latencies();
            load.countIn(beside);
            long begun = System.nanoTime();
            Thread rebuild = new Thread(() -> cli.run(TOOL_LIMIT, rebuildArguments()));
            rebuild.start();
            Waiting.until(
                    "Switched", TOOL_LIMIT, () -> hasSwitched(cluster) || !rebuild.isAlive(), () -> "see " + cliLog);
            Duration taken = Duration.ofNanos(System.nanoTime() - begun);
            Waiting.pause(2_000);
            load.countIn(new Latencies());
            load.close();
            Waiting.until("Everything projected", FILL_LIMIT, () -> lag.read() == 0, () -> "lag " + lag.read());
            announce.accept("Comparing");
            boolean equal = hasSwitched(cluster) && checksumsAreEqual(cluster);
            boolean verified = cli.run(TOOL_LIMIT, "verify") == 0;
            return new RebuildTrialReport(
                    settings, alone, beside, taken, load.failedWrites(), load.written(), equal, verified);
        }
    }

    private String[] rebuildArguments() {
        List<String> arguments = new ArrayList<>(List.of("rebuild", "--grace", Integer.toString(GRACE_SECONDS)));
        arguments.addAll(settings.rebuildOptions());
        return arguments.toArray(String[]::new);
    }

    private static boolean hasSwitched(Cluster cluster) {
        return Boolean.parseBoolean(query(cluster, "select (to_regnamespace('agentlens_retired') is not null)::text"));
    }

    /** Of the events that the old tables have, every column; rebuilt sessions and rollups are verify's to compare. */
    private static boolean checksumsAreEqual(Cluster cluster) {
        String checksum = """
                select count(*) || ' ' || coalesce(sum(hashtextextended(e::text, 0)::numeric), 0)
                from %s.events e
                join agentlens_retired.projection_offsets o using (log_partition)
                where e.log_offset < o.next_offset
                """;
        return query(cluster, checksum.formatted("agentlens"))
                .equals(query(cluster, checksum.formatted("agentlens_retired")));
    }

    private static String query(Cluster cluster, String sql) {
        try (Connection connection = cluster.database().connect();
                Statement statement = connection.createStatement()) {
            // A comparison may take longer than the checks of a campaign.
            connection.setNetworkTimeout(Runnable::run, 600_000);
            try (ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.format(Locale.ROOT, "%s: %s", sql, e.getMessage()), e);
        }
    }

    private void prepareDirectory() {
        try {
            Directories.delete(settings.directory());
            Files.createDirectories(settings.directory());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use " + settings.directory(), e);
        }
    }
}
