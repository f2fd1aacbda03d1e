/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.embedded.FreePort;
import dev.agentlens.launcher.Launcher.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README.md: each command gives the response that is below it, and each link leads somewhere. */
class ReadmeIT {

    /** A command after {@code $}, up to the end of the line or of a quoted body, and its response. */
    private static final Pattern EXAMPLE =
            Pattern.compile("```console\\n\\$ (curl (?:[^'\\n]|'[^']*')*)\\n(.*?)\\n```", Pattern.DOTALL);

    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)\\)");

    @TempDir
    Path data;

    @Test
    void everyCurlAnswersAsItSays() throws IOException {
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = FreePort.preferring(0);
        Launcher launcher = new Launcher();
        List<MatchResult> examples = EXAMPLE.matcher(readme()).results().toList();
        assertThat(examples).hasSize(4);

        try (RunningAgentLens running = RunningAgentLens.up(launcher, port, data)) {
            for (MatchResult example : examples) {
                String command = example.group(1).replace("localhost:3000", "localhost:" + port);
                Outcome outcome = launcher.run(List.of("sh", "-c", command));

                assertThat(withoutLineBreaks(outcome.out())).as(command).isEqualTo(withoutLineBreaks(example.group(2)));
            }
        }
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        Stream<String> links =
                LINK.matcher(readme()).results().map(link -> link.group(1)).filter(link -> !link.startsWith("http"));

        assertThat(links)
                .isNotEmpty()
                .allSatisfy(link -> assertThat(Launcher.root().resolve(link)).exists());
    }

    private static String readme() throws IOException {
        return Files.readString(Launcher.root().resolve("README.md"));
    }

    private static String withoutLineBreaks(String text) {
        return text.replace("\n", "");
    }
}
