/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcLogTest {

    @Test
    void theHeapAfterEachPauseIsRead(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("gc.log");
        Files.writeString(log, """
                [0.003s][info][gc] Using Serial
                [0.621s][info][gc] GC(0) Pause Young (Allocation Failure) 17M->5M(61M) 7.423ms
                [0.835s][info][gc] GC(1) Pause Full (Metadata GC Threshold) 14M->8M(61M) 21.096ms
                """);

        assertThat(GcLog.read(log)).containsExactly(5.0, 8.0);
    }
}
