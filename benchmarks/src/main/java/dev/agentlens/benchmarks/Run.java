/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks;

import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.load.Profile;
import dev.agentlens.benchmarks.system.JvmOptions;
import dev.agentlens.benchmarks.system.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** One run of one or more benchmarks, as its options want it. */
public final class Run {

    /** In MB. A projector holds two polls at a time. */
    private static final int COMPOSE_HEAP = 422;

    private static final Duration QUICK_WARM_UP = Duration.ofMillis(200);

    private final RunOptions options;

    Run(RunOptions options) {
        this.options = options;
    }

    public int rounds() {
        return options.quick ? 1 : options.rounds;
    }

    /** 0, a round that is not counted; 1 where this is only to show that it works. */
    public int firstRound() {
        return options.quick ? 1 : 0;
    }

    /** Of load in each round of each line. */
    public Duration measured() {
        return Duration.ofSeconds(options.quick ? 1 : options.seconds);
    }

    /** Of the same load before it. */
    public Duration warmUp() {
        return options.quick ? QUICK_WARM_UP : Duration.ofSeconds(options.warmUp);
    }

    /** Whether this is only to show that it works. */
    public boolean quick() {
        return options.quick;
    }

    /** Whether the great sizes are wanted. */
    public boolean full() {
        return options.full;
    }

    public Profile profile() {
        return options.profile;
    }

    /**
     * Events of this run's profile.
     *
     * @param sessionLength events of each session; 0 for as many as the profile has
     */
    public EventStream events(int sessionLength, long seed) {
        return EventStream.of(options.profile, sessionLength, seed);
    }

    /** New servers that write below a directory of this name. */
    public Servers servers(String name) {
        return servers(name, options.heap);
    }

    /** The same, with a heap of so many MB for each role. */
    public Servers servers(String name, int heapMegabytes) {
        return new Servers(
                options.target.toAbsolutePath(), options.work.resolve(name).toAbsolutePath(), heapMegabytes);
    }

    /** Where a benchmark may write files of its own. */
    public Path work() {
        return options.work.toAbsolutePath();
    }

    public int heapMegabytes() {
        return options.heap;
    }

    /** For where a projector works at its limit, in MB: at least what docker-compose.yml gives it. */
    public int projectorHeap() {
        return Math.max(options.heap, COMPOSE_HEAP);
    }

    /** {@link #settings()} with another heap of each role. */
    public Map<String, String> settings(int heapMegabytes) {
        Map<String, String> settings = settings();
        settings.put("each role", "own JVM, " + String.join(" ", JvmOptions.options(heapMegabytes)));
        return settings;
    }

    /** What has to be known of every benchmark, in order; a benchmark adds its own. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("each role", "own JVM, " + String.join(" ", JvmOptions.options(options.heap)));
        settings.put(
                "events",
                options.profile == Profile.ONE_KB
                        ? "1kb: 1,024 bytes each, text that compresses like prose and code"
                        : "agent: sizes, session lengths and repetitions of a coding agent's runs");
        settings.put(
                "rounds", rounds() + ", limit and ours in turn; medians, the ratio that of the rounds' own ratios");
        return settings;
    }

    /** Tells what is being done. */
    public void announce(String line) {
        System.out.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }
}
