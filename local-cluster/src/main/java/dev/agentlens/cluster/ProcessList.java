/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The processes of a cluster, one a line, {@code PID STARTED}: what is left of one whose own process was killed is found by
 * it. A process of another program that got the same id later began at another time.
 */
record ProcessList(Path file) {

    /** Ends those that are still there; returns when they are gone. */
    void endLeftovers() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        List<ProcessHandle> left = Files.readAllLines(file).stream()
                .flatMap(line -> find(line).stream())
                .toList();
        left.forEach(ProcessHandle::destroyForcibly);
        left.forEach(process -> process.onExit().join());
        Files.delete(file);
    }

    synchronized void add(ProcessHandle process) throws IOException {
        Files.writeString(file, line(process) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static Optional<ProcessHandle> find(String line) {
        return Optional.of(line.split(" ")[0])
                .filter(pid -> pid.matches("\\d{1,18}"))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                .filter(process -> line(process).equals(line));
    }

    private static String line(ProcessHandle process) {
        return process.pid()
                + " "
                + process.info().startInstant().map(Instant::toEpochMilli).orElse(-1L);
    }
}
