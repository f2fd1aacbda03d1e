/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.nemesis;

import dev.agentlens.e2e.cluster.Cluster;
import dev.agentlens.e2e.cluster.Node;
import dev.agentlens.e2e.cluster.Waiting;
import dev.agentlens.e2e.nemesis.Fault.BlackHole;
import dev.agentlens.e2e.nemesis.Fault.Cut;
import dev.agentlens.e2e.nemesis.Fault.Freeze;
import dev.agentlens.e2e.nemesis.Fault.Kill;
import dev.agentlens.e2e.nemesis.Fault.Rebuild;
import dev.agentlens.e2e.nemesis.Fault.Scale;
import dev.agentlens.e2e.nemesis.Fault.Slow;
import dev.agentlens.e2e.nemesis.Fault.Stop;
import dev.agentlens.e2e.nemesis.Schedule.Planned;
import dev.agentlens.e2e.nemesis.Schedule.Round;
import dev.agentlens.e2e.violation.Violations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Applies the faults of the schedule to the cluster, and undoes them. */
public final class Nemesis {

    /** docs/operations.md: "Give them 40 s before SIGKILL". */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

    private final Cluster cluster;
    private final Runnable rebuild;
    private final Violations violations;
    private final Consumer<String> announce;
    private final Set<String> now = new ConcurrentSkipListSet<>();
    private final Map<String, Integer> done = new TreeMap<>();
    /** By node and path. */
    private final Map<String, Lock> locks = new ConcurrentHashMap<>();

    /** @param rebuild runs one, and returns when it is done */
    public Nemesis(Cluster cluster, Runnable rebuild, Violations violations, Consumer<String> announce) {
        this.cluster = cluster;
        this.rebuild = rebuild;
        this.violations = violations;
        this.announce = announce;
    }

    /** Returns when the last fault of the round is undone; what was hurt may still be recovering. */
    public void run(Round round) {
        long begin = System.nanoTime();
        List<Thread> running = new ArrayList<>();
        for (Planned planned : round.faults()) {
            long due = begin + planned.at().toNanos();
            Waiting.pause(Math.max(0, (due - System.nanoTime()) / 1_000_000));
            Thread thread = new Thread(() -> suffer(planned.fault()), "nemesis");
            thread.setDaemon(true);
            running.add(thread);
            thread.start();
        }
        for (Thread thread : running) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted", e);
            }
        }
    }

    /** Waits for what the fault touches, because one before it may last longer than planned: a stop takes its time. */
    private void suffer(Fault fault) {
        List<Lock> touched = fault.touches().stream()
                .sorted()
                .map(name -> locks.computeIfAbsent(name, each -> new ReentrantLock()))
                .toList();
        touched.forEach(Lock::lock);
        try {
            apply(fault);
        } finally {
            touched.forEach(Lock::unlock);
        }
    }

    private void apply(Fault fault) {
        now.add(fault.kind());
        announce.accept(fault.describe());
        try {
            harm(fault);
            synchronized (done) {
                done.merge(fault.kind(), 1, Integer::sum);
            }
        } catch (RuntimeException e) {
            violations.add("The nemesis can do its work", fault.describe(), e.toString());
        } finally {
            now.remove(fault.kind());
        }
    }

    private void harm(Fault fault) {
        if (fault instanceof Kill kill) {
            Node node = cluster.node(kill.node());
            node.kill();
            last(kill);
            node.start();
        } else if (fault instanceof Stop stop) {
            Node node = cluster.node(stop.node());
            stop(node);
            last(stop);
            node.start();
        } else if (fault instanceof Freeze freeze) {
            Node node = cluster.node(freeze.node());
            node.freeze();
            last(freeze);
            node.thaw();
        } else if (fault instanceof Cut cut) {
            cluster.path(cut.path()).cut();
            last(cut);
            cluster.path(cut.path()).heal();
        } else if (fault instanceof Slow slow) {
            cluster.path(slow.path()).delay(slow.by());
            last(slow);
            cluster.path(slow.path()).heal();
        } else if (fault instanceof BlackHole hole) {
            cluster.path(hole.path()).blackHole();
            last(hole);
            cluster.path(hole.path()).heal();
        } else if (fault instanceof Scale scale) {
            scale(scale);
        } else if (fault instanceof Rebuild) {
            rebuild.run();
        }
    }

    private void scale(Scale scale) {
        long quarter = scale.lasts().toMillis() / 4;
        List<Node> others =
                Cluster.PROJECTORS.stream().skip(1).map(cluster::node).toList();
        stop(others.get(0));
        Waiting.pause(quarter);
        others.forEach(Node::start);
        Waiting.pause(quarter * 2);
        others.forEach(this::stop);
        Waiting.pause(quarter);
        others.get(0).start();
    }

    private void stop(Node node) {
        if (!node.stop(STOP_LIMIT)) {
            violations.add(
                    "A role ends within 40 s of SIGTERM",
                    node.name() + " gone after " + STOP_LIMIT.toSeconds() + " s",
                    "it still ran and was killed; see " + node.log());
        }
    }

    private static void last(Fault fault) {
        Waiting.pause(fault.lasts().toMillis());
    }

    /** Kinds of those going on. */
    public Set<String> now() {
        return now;
    }

    /** By kind, how many are over. */
    public Map<String, Integer> done() {
        synchronized (done) {
            return new TreeMap<>(done);
        }
    }

    /** Over so far, rebuilds not counted. */
    public int count() {
        synchronized (done) {
            return done.entrySet().stream()
                    .filter(kind -> !kind.getKey().equals("rebuild"))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }
}
