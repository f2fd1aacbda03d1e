/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.servers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A server that is started in a thread of its own. */
record StartingServer(CompletableFuture<Void> started, Runnable stop) implements AutoCloseable {

    static StartingServer start(String name, Runnable start, Runnable stop) {
        return new StartingServer(CompletableFuture.runAsync(start, task -> new Thread(task, name).start()), stop);
    }

    /** Returns when it serves; throws what prevented it. */
    void awaitStarted() {
        try {
            started.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Lets the start come to its end first, so that none is left behind. */
    @Override
    public void close() {
        started.exceptionally(failure -> null).join();
        stop.run();
    }
}
