/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cluster;

import dev.agentlens.servers.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The built roles, unpacked, and how they are started.
 *
 * @param directory with {@code ROLE/ROLE.jar} for each role, its libraries beside it, and {@code ROLE/ROLE.aot} where an AOT
 *     cache was made
 * @param furtherOptions for each JVM, after ours
 */
record RoleApps(Path directory, List<String> furtherOptions) {

    static final List<String> NAMES = List.of("ingest-api", "projector", "query-api");

    private static final List<String> OPTIONS = List.of(
            "-Xms32m",
            "-Xmx256m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:ReservedCodeCacheSize=96m",
            "-XX:MaxDirectMemorySize=96m",
            "-XX:+ExitOnOutOfMemoryError");

    /** @throws StartException if one is missing */
    RoleApps {
        for (String name : NAMES) {
            if (!Files.exists(jar(directory, name))) {
                throw new StartException("There is no " + jar(directory, name) + "; ./agentlens cluster builds it");
            }
        }
    }

    List<String> command(String role) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        if (Runtime.version().feature() >= 25) {
            command.add("-XX:+UseCompactObjectHeaders");
        }
        Path cache = directory.resolve(role).resolve(role + ".aot");
        if (Runtime.version().feature() >= 25 && Files.exists(cache)) {
            // One that does not fit is ignored.
            command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off"));
        }
        command.addAll(furtherOptions);
        command.addAll(List.of("-jar", jar(directory, role).toString()));
        return command;
    }

    private static Path jar(Path directory, String role) {
        return directory.resolve(role).resolve(role + ".jar");
    }
}
