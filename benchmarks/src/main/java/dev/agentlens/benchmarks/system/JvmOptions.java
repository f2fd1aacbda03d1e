/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.system;

import dev.agentlens.e2e.cluster.Jvm;
import java.util.ArrayList;
import java.util.List;

/** The options of every JVM that is measured: those of {@code ./agentlens}, and the requested heap. */
public final class JvmOptions {

    private JvmOptions() {}

    /** A command line; {@code rest} is {@code -jar ...} or a main class, and arguments. */
    public static List<String> command(int heapMegabytes, List<String> rest) {
        List<String> command = new ArrayList<>();
        command.add(Jvm.java());
        command.addAll(options(heapMegabytes));
        command.addAll(rest);
        return command;
    }

    public static List<String> options(int heapMegabytes) {
        List<String> options = new ArrayList<>(List.of(
                "-Xms64m",
                "-Xmx" + heapMegabytes + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError"));
        if (Runtime.version().feature() >= 24) {
            options.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        if (Runtime.version().feature() >= 25) {
            options.add("-XX:+UseCompactObjectHeaders");
        }
        return options;
    }
}
