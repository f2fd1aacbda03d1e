/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/**
 * The launcher's preparation of faster starts, in the background while this process serves. It ends by itself, or with
 * this.
 */
final class StartPreparation implements AutoCloseable {

    private static final int STOP_LIMIT_SECONDS = 20;

    private final Process process;

    private StartPreparation(Process process) {
        this.process = process;
    }

    /**
     * @param launcher the program {@code ./agentlens}
     * @throws UncheckedIOException if it cannot be run
     */
    static StartPreparation begin(String launcher) {
        try {
            return new StartPreparation(new ProcessBuilder(launcher, "prepare-starts")
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until its servers have stopped, too. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
