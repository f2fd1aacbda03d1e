/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Options of other JVMs in this campaign: a small heap, and a quick start rather than peak speed. */
public final class Jvm {

    private Jvm() {}

    /** The program of the JDK that runs this one. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A command line; {@code rest} is {@code -jar ...} or a main class, and arguments. */
    public static List<String> command(int heapMegabytes, List<String> rest) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-Xms32m",
                "-Xmx" + heapMegabytes + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=64m",
                "-XX:+ExitOnOutOfMemoryError"));
        if (Runtime.version().feature() >= 25) {
            command.add("-XX:+UseCompactObjectHeaders");
        }
        command.addAll(rest);
        return command;
    }
}
