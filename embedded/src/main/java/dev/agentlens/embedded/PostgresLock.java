/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code postmaster.pid} of a data directory. PostgreSQL takes for a server whatever process has the number in it: a killed one
 * that its parent has not asked for yet or, after a power loss or in a container, any other.
 */
final class PostgresLock {

    private static final Duration END_TIMEOUT = Duration.ofSeconds(5);

    private PostgresLock() {}

    /** The server that runs on the directory. Removes the lock if no process of PostgreSQL works there. */
    static OptionalLong holder(Path data) throws IOException, InterruptedException {
        Path lock = data.resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return OptionalLong.empty();
        }
        String number = Files.readString(lock).lines().findFirst().orElse("").strip();
        // A power loss may have left the file without its content.
        long pid = number.matches("[0-9]{1,10}") ? Long.parseLong(number) : -1;
        List<Long> servers = serversLeft(data.toRealPath(), pid);
        if (servers.isEmpty()) {
            Files.delete(lock);
        }
        return servers.contains(pid) ? OptionalLong.of(pid) : OptionalLong.empty();
    }

    /** When the processes of a killed server have ended, which they do by themselves. */
    private static List<Long> serversLeft(Path data, long pid) throws InterruptedException {
        long deadline = System.nanoTime() + END_TIMEOUT.toNanos();
        List<Long> servers = serversOf(data);
        while (!servers.isEmpty() && !servers.contains(pid) && System.nanoTime() < deadline) {
            Thread.sleep(50);
            servers = serversOf(data);
        }
        return servers;
    }

    /** The processes of PostgreSQL that work in this directory, or may do so, where the system does not tell. */
    private static List<Long> serversOf(Path data) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
                .map(ProcessHandle::pid)
                .filter(pid -> workingDirectory(pid).map(data::equals).orElse(true))
                .toList();
    }

    private static Optional<Path> workingDirectory(long pid) {
        try {
            return Optional.of(Path.of("/proc", Long.toString(pid), "cwd").toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
