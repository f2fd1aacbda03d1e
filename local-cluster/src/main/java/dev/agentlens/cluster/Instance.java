/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program that is started again whenever it ends, until it is closed. */
final class Instance implements AutoCloseable {

    /** Longer than a role takes to finish what it has begun. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(40);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** A process that ends after this time did start. */
    private static final Duration STEADY = Duration.ofSeconds(60);

    private final Program program;
    private final ProcessList processes;
    private final PrintStream out;
    private final Thread keeper;

    private @Nullable Process process;
    private boolean endIsWanted;
    private boolean closed;

    private Instance(Program program, ProcessList processes, PrintStream out) {
        this.program = program;
        this.processes = processes;
        this.out = out;
        keeper = new Thread(this::keep, "keep-" + program.name());
    }

    /**
     * Returns when the process runs; it need not serve yet.
     *
     * @param processes where it is noted, to be found if this process ends before it
     * @param out gets a line for each end that nobody asked for
     */
    static Instance start(Program program, ProcessList processes, PrintStream out) throws IOException {
        Instance instance = new Instance(program, processes, out);
        instance.launch();
        instance.keeper.start();
        return instance;
    }

    Program program() {
        return program;
    }

    /** Asks it to finish what it has begun and to end; it is started again at once. */
    void restart() throws InterruptedException {
        Process running;
        synchronized (this) {
            running = current();
            endIsWanted = running.isAlive();
        }
        end(running);
    }

    /** Ends it for good. */
    @Override
    public void close() throws InterruptedException {
        askToEnd();
        end(current());
        keeper.interrupt();
        keeper.join();
    }

    /** The beginning of {@link #close}, for several to end side by side. */
    synchronized void askToEnd() {
        closed = true;
        current().destroy();
    }

    private void end(Process running) throws InterruptedException {
        running.destroy();
        if (!running.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
            out.println(program.name() + " did not stop within " + LONGEST_STOP.toSeconds() + " s and was killed");
            running.destroyForcibly().waitFor();
        }
    }

    private void keep() {
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                Process running = current();
                long begun = System.nanoTime();
                int code = running.waitFor();
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    if (endIsWanted) {
                        endIsWanted = false;
                        launch();
                        continue;
                    }
                }
                boolean steady = System.nanoTime() - begun > STEADY.toNanos();
                pause = steady ? FIRST_PAUSE : pause;
                // Reported only then: if everything is being stopped, the end is expected.
                Thread.sleep(pause.toMillis());
                out.printf(
                        "%s ended with exit code %d and is started again (%s)%n", program.name(), code, program.log());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                launch();
            }
        } catch (InterruptedException e) {
            // Closed while pausing.
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            out.println(program.name() + " cannot be started again: " + e.getMessage());
        }
    }

    private synchronized Process current() {
        if (process == null) {
            throw new IllegalStateException(program.name() + " was never started");
        }
        return process;
    }

    private synchronized void launch() throws IOException {
        if (closed) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(program.command())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(program.log().toFile()));
        builder.environment().clear();
        builder.environment().putAll(program.environment());
        Process started = builder.start();
        process = started;
        processes.add(started.toHandle());
    }
}
