/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cluster;

import dev.agentlens.servers.StartException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All instances of the roles. */
final class RoleInstances implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(180);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final List<Instance> instances = new ArrayList<>();
    private final Readiness readiness = new Readiness();
    private final PrintStream out;

    private RoleInstances(PrintStream out) {
        this.out = out;
    }

    /** Returns when all processes run; they need not serve yet. */
    static RoleInstances start(List<Program> programs, ProcessList processes, PrintStream out) {
        RoleInstances started = new RoleInstances(out);
        try {
            for (Program program : programs) {
                started.instances.add(Instance.start(program, processes, out));
            }
            return started;
        } catch (IOException e) {
            started.close();
            throw new StartException("A role cannot be started: " + e.getMessage());
        }
    }

    /** @throws StartException if one does not serve in time */
    void awaitReady() throws InterruptedException {
        for (Instance instance : instances) {
            awaitReady(instance);
        }
    }

    /**
     * Restarts one after the other, each when the one before serves again.
     *
     * @throws StartException if one does not; those after it are left as they are
     */
    void restart() throws InterruptedException {
        for (Instance instance : instances) {
            long begun = System.nanoTime();
            instance.restart();
            awaitReady(instance);
            out.printf("%s restarted in %.1f s%n", instance.program().name(), (System.nanoTime() - begun) / 1e9);
        }
    }

    @Override
    public void close() {
        instances.forEach(Instance::askToEnd);
        for (Instance instance : instances) {
            try {
                instance.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void awaitReady(Instance instance) throws InterruptedException {
        Program program = instance.program();
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!readiness.of(program.ready())) {
            if (System.nanoTime() > deadline) {
                throw new StartException(program.name() + " was not ready within " + LONGEST_START.toSeconds() + " s; "
                        + program.log() + " says why");
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
