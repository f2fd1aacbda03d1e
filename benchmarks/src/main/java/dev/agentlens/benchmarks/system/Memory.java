/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Memory of processes, as Linux reports it. */
public final class Memory {

    private Memory() {}

    /** What the process holds in memory now, in MB. */
    public static double residentMegabytes(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(Double.NaN)
                    / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + status, e);
        }
    }
}
