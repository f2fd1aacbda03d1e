/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.launcher;

import dev.agentlens.launcher.OtlpExportersIT.Exports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An exporter of the SDK for JavaScript: {@code src/test/node/otlp-exporters}. */
final class NodeExports implements Exports {

    private static final Path SOURCES = Path.of("src/test/node/otlp-exporters");

    private final List<String> command;
    private final Path output;
    private final String name;
    private @Nullable Process process;

    /** @param encoding json or protobuf */
    NodeExports(Path installed, String endpoint, String encoding, int traces) {
        command = List.of(
                "node", installed.resolve("export.mjs").toString(), endpoint, encoding, Integer.toString(traces));
        output = installed.resolve(encoding + ".out");
        name = "js-" + encoding;
    }

    static boolean canRun() {
        return succeeds(Path.of("."), "node", "--version") && succeeds(Path.of("."), "npm", "--version");
    }

    /** What it needs, as its lock file says, in a copy of it. */
    static Path install(Path copy) throws IOException {
        for (String file : List.of("package.json", "package-lock.json", "export.mjs")) {
            Files.copy(SOURCES.resolve(file), copy.resolve(file));
        }
        if (!succeeds(copy, "npm", "ci", "--no-audit", "--no-fund")) {
            throw new IllegalStateException("npm ci failed in " + copy);
        }
        return copy;
    }

    @Override
    public void start() {
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void awaitTraces(int count) throws IOException, InterruptedException {
        while (Files.readAllLines(output).size() < count) {
            Exports.pause();
        }
    }

    @Override
    public List<String> awaitEnd() throws IOException, InterruptedException {
        Process running = Objects.requireNonNull(process);
        if (!running.waitFor(3, TimeUnit.MINUTES)) {
            running.destroyForcibly();
            throw new AssertionError(this + " could not export everything");
        }
        if (running.exitValue() != 0) {
            throw new AssertionError(this + " ended with " + running.exitValue());
        }
        return Files.readAllLines(output);
    }

    @Override
    public String toString() {
        return name;
    }

    private static boolean succeeds(Path directory, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            return process.waitFor(3, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
