/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How {@code ./agentlens cluster restart} asks a running cluster for it: by a file of its data directory that it makes, and
 * that the cluster replaces by one with the outcome.
 */
final class RestartRequest {

    static final String DONE = "done";

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Path request;
    private final Path outcome;

    /** @param dataDirectory of the cluster */
    RestartRequest(Path dataDirectory) {
        request = dataDirectory.resolve("restart.request");
        outcome = dataDirectory.resolve("restart.outcome");
    }

    /** Forgets what was asked for before the cluster began. */
    void clear() throws IOException {
        Files.deleteIfExists(request);
        Files.deleteIfExists(outcome);
    }

    void make() throws IOException {
        Files.deleteIfExists(outcome);
        Files.writeString(request, "");
    }

    /** {@link #DONE}, or why not; empty after {@code limit}. */
    Optional<String> awaitOutcome(Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            if (!Files.exists(request) && Files.exists(outcome)) {
                return Optional.of(Files.readString(outcome));
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return Optional.empty();
    }

    /** Returns when somebody asks. */
    void await() throws InterruptedException {
        while (!Files.exists(request)) {
            Thread.sleep(PAUSE.toMillis());
        }
    }

    void answer(String text) throws IOException {
        Files.writeString(outcome, text);
        Files.deleteIfExists(request);
    }
}
