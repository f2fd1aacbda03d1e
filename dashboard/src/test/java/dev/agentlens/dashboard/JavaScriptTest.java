/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests of the page's pure modules, in src/test/js; they need Node 20.19 or newer, the dashboard itself does not. */
class JavaScriptTest {

    @Test
    void everyTestOfThePureModulesPasses() throws Exception {
        assumeTrue(onPath("node"), "Skipped: no node on the path, so the tests in dashboard/src/test/js are not run");

        Process node = new ProcessBuilder("node", "--test", "src/test/js")
                .redirectErrorStream(true)
                .start();
        node.getOutputStream().close();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(node.waitFor()).as(said).isZero();
        assertThat(said).containsPattern("# pass [1-9]");
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
