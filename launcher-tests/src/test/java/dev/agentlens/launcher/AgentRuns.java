/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Recorded runs of an agent; each file is the body of a POST /events. */
public final class AgentRuns {

    private static final Path DIRECTORY = Path.of("../contract-tests/src/test/resources/agent-runs");

    private AgentRuns() {}

    /** In the order of their names. */
    public static List<Path> files() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
