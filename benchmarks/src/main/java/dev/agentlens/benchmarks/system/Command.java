/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Programs that do their work and end. */
public final class Command {

    private Command() {}

    /**
     * Returns when it has ended.
     *
     * @param log that its output is written to
     * @return its output
     * @throws IllegalStateException if it failed
     */
    public static String run(List<String> command, Map<String, String> environment, Path log) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            try {
                int exit = process.waitFor();
                String output = Files.readString(log, UTF_8);
                if (exit != 0) {
                    throw new IllegalStateException(
                            String.join(" ", command) + " ended with exit code " + exit + ": " + output);
                }
                return output;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + command.get(0), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
