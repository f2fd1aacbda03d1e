/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.consumers;

import dev.agentlens.e2e.cluster.Directories;
import dev.agentlens.e2e.cluster.Jvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One of the consumers in {@code examples/}, ready to run.
 *
 * @param name of its directory; also its consumer group
 */
public record Example(String name, List<String> command) {

    private static final String JAVA = "java-tokens-per-agent";
    private static final String NODE = "node-tokens-per-agent";
    private static final List<String> NODE_SOURCES =
            List.of("package.json", "package-lock.json", "tokens-per-agent.js", "partition-state.js", "session.js");

    /** @param examples the directory of all of them, built */
    public static Example java(Path examples) {
        Path jar = examples.resolve(JAVA).resolve("target/tokens-per-agent.jar");
        return new Example(JAVA, Jvm.command(128, List.of("-jar", jar.toString())));
    }

    /**
     * Installs what it needs, as its lock file says, in a copy of it within {@code target}. Empty where there is no Node.js
     * or no npm on this machine.
     */
    public static Optional<Example> node(Path examples, Path target) {
        if (!succeeds(target, "node", "--version") || !succeeds(target, "npm", "--version")) {
            return Optional.empty();
        }
        Path copy = target.resolve(NODE);
        try {
            Directories.delete(copy);
            Files.createDirectories(copy);
            for (String source : NODE_SOURCES) {
                Files.copy(examples.resolve(NODE).resolve(source), copy.resolve(source));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy " + NODE, e);
        }
        if (!succeeds(copy, "npm", "ci", "--no-audit", "--no-fund")) {
            throw new IllegalStateException("npm ci failed in " + copy);
        }
        return Optional.of(new Example(
                NODE, List.of("node", copy.resolve("tokens-per-agent.js").toString())));
    }

    private static boolean succeeds(Path directory, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(3, TimeUnit.MINUTES);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
