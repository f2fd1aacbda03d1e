/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What .dockerignore lets into the build of the images. */
class ImageContextTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern MODULE = Pattern.compile("<module>([^/<]+).*</module>");

    /** Maven reads the poms of all modules, though the Dockerfile has it build only some. */
    @Test
    void everyModuleIsInIt() throws IOException {
        List<String> modules = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(module -> "!" + module.group(1))
                .toList();

        assertThat(modules).hasSizeGreaterThan(15);
        assertThat(Files.readAllLines(ROOT.resolve(".dockerignore"))).containsAll(modules);
    }
}
