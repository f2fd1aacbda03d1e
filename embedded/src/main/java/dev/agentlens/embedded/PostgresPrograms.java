/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL's own programs, run as a user that they accept.
 *
 * @param bin the directory that holds them
 */
record PostgresPrograms(Path bin, UnprivilegedCommand runAs) {

    /** Those for this platform, unpacked below {@code parent} if they are not there yet. */
    static PostgresPrograms in(Path parent) throws IOException, InterruptedException {
        return new PostgresPrograms(
                PostgresBinaries.unpackInto(parent.toAbsolutePath()).resolve("bin"), UnprivilegedCommand.choose());
    }

    /** What a program ended with and said. */
    record Result(int exitCode, String output) {

        String lastLine() {
            return output.lines()
                    .filter(line -> !line.isBlank())
                    .reduce((a, b) -> b)
                    .orElse("nothing");
        }
    }

    /** Returns when the program has ended. @throws IOException if it has not within the time given */
    Result call(int timeoutSeconds, String program, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(bin.resolve(program).toString());
        command.addAll(options);
        // To a file, not a pipe: the server inherits it and would keep a pipe open for good.
        Path output = Files.createTempFile("agentlens-postgres", ".out");
        try {
            ProcessBuilder builder = runAs.of(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.directory(Path.of("/").toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program + " did not end within " + timeoutSeconds + " s");
            }
            return new Result(process.exitValue(), Files.readString(output, UTF_8));
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
