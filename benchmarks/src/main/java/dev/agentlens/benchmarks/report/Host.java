/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The machine and the JVM of this run.
 *
 * @param memoryBytes of the machine
 * @param load of the machine over the last minute when the run began: what others did beside it
 */
public record Host(String cpu, int cores, long memoryBytes, String system, String jvm, double load) {

    public static Host here() {
        return new Host(
                firstValue(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                1024 * leadingNumber(firstValue(Path.of("/proc/meminfo"), "MemTotal")),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                currentLoad());
    }

    /** In one line. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %.0f GiB, %s, %s, load %.1f at the start",
                cpu,
                cores,
                memoryBytes / Math.pow(2, 30),
                system,
                jvm,
                load);
    }

    private static double currentLoad() {
        try {
            return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static long leadingNumber(String text) {
        String digits = text.split(" ", 2)[0];
        return digits.matches("\\d+") ? Long.parseLong(digits) : 0;
    }

    /** Of a file in {@code /proc}; "unknown" where there is none. */
    private static String firstValue(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
