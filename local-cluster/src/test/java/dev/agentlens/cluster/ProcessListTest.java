/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessListTest {

    @TempDir
    private Path directory;

    private Process running;

    @BeforeEach
    void run() throws IOException {
        running = new ProcessBuilder("sleep", "300").start();
    }

    @AfterEach
    void end() {
        running.destroyForcibly();
    }

    @Test
    void leftoverIsEndedAndForgotten() throws IOException {
        Path file = directory.resolve("processes");
        new ProcessList(file).add(running.toHandle());

        new ProcessList(file).endLeftovers();

        assertThat(running.isAlive()).isFalse();
        assertThat(file).doesNotExist();
    }

    @Test
    void anotherProgramOfTheSameIdIsLeftAlone() throws IOException {
        Path file = directory.resolve("processes");
        Files.writeString(file, running.pid() + " 1\n" + "nonsense\n\n");

        new ProcessList(file).endLeftovers();

        assertThat(running.isAlive()).isTrue();
    }

    @Test
    void withoutAFileThereIsNothingToEnd() throws IOException {
        new ProcessList(directory.resolve("processes")).endLeftovers();

        assertThat(running.isAlive()).isTrue();
    }
}
