/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e;

import dev.agentlens.e2e.check.Lag;
import dev.agentlens.e2e.load.History;
import dev.agentlens.e2e.load.Load;
import dev.agentlens.e2e.load.PoisonWriter;
import dev.agentlens.e2e.nemesis.Nemesis;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Runs beside the faults: paces the load so that it lasts as long as they do, adds poison records, and reports
 * progress.
 */
final class Ticker implements AutoCloseable {

    private static final long TICK_MS = 200;
    private static final double TRICKLE = 0.1;
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(10);

    private final CampaignSettings settings;
    private final Load load;
    private final History history;
    private final PoisonWriter poison;
    private final Nemesis nemesis;
    private final Lag lag;
    private final int poisonEvery;
    private final Consumer<String> announce;
    private final long begin = System.nanoTime();
    private final Thread ticking = new Thread(this::tick, "ticker");
    private final Thread reporting = new Thread(this::report, "progress");

    private volatile boolean closed;
    private volatile boolean pacing;
    /** Events a second while the round has some of its share left. */
    private volatile double rate;

    private volatile long shareEnd;

    Ticker(
            CampaignSettings settings,
            Load load,
            History history,
            PoisonWriter poison,
            Nemesis nemesis,
            Lag lag,
            int poisonEvery,
            Consumer<String> announce) {
        this.settings = settings;
        this.load = load;
        this.history = history;
        this.poison = poison;
        this.nemesis = nemesis;
        this.lag = lag;
        this.poisonEvery = poisonEvery;
        this.announce = announce;
        ticking.setDaemon(true);
        reporting.setDaemon(true);
    }

    void start() {
        ticking.start();
        reporting.start();
    }

    /**
     * Of the events that are left, the round gets its share. When that is used up, for example during a long rebuild, a
     * low rate continues.
     *
     * @param left of all rounds, this one among them
     */
    void paceFor(Duration round, Duration left) {
        long begun = load.begunEvents();
        double share = Math.max(0, settings.events() - begun) * ((double) round.toMillis() / left.toMillis());
        rate = share / Math.max(1, round.toMillis() / 1e3);
        shareEnd = begun + (long) share;
        pacing = true;
    }

    void stopPacing() {
        pacing = false;
    }

    /** Poison that was due while the broker was unavailable. */
    void poisonTheRest() {
        while (poison.count() < history.acknowledgedEvents() / poisonEvery) {
            poison.write();
        }
    }

    private void tick() {
        try {
            while (!closed) {
                Thread.sleep(TICK_MS);
                if (pacing) {
                    load.pace(load.begunEvents() < shareEnd ? rate : rate * TRICKLE);
                }
                if (!load.isPaused() && poison.count() < history.acknowledgedEvents() / poisonEvery) {
                    poison.write();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report() {
        long before = 0;
        try {
            while (!closed) {
                Thread.sleep(REPORT_INTERVAL.toMillis());
                long acknowledged = history.acknowledgedEvents();
                long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
                announce.accept(String.format(
                        Locale.ROOT,
                        "%02d:%02d  %,d of %,d events (%,d/s)  faults %d of %d%s  lag %,d",
                        seconds / 60,
                        seconds % 60,
                        acknowledged,
                        settings.events(),
                        (acknowledged - before) / REPORT_INTERVAL.toSeconds(),
                        nemesis.count(),
                        settings.schedule().faults(),
                        nemesis.now().isEmpty() ? "" : "  now: " + String.join(", ", nemesis.now()),
                        lag.read()));
                before = acknowledged;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        ticking.interrupt();
        reporting.interrupt();
        try {
            reporting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
