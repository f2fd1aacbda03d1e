/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Responses that are kept as files, in {@code src/test/resources/golden}. After a change that is meant, write them again and
 * read the diff:
 *
 * <pre>./mvnw test -pl query-api -am -Dgolden.update=true</pre>
 */
public final class Golden {

    private static final Path DIRECTORY = Path.of("src", "test", "resources", "golden");
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    private Golden() {}

    /** Asserts that the file holds exactly {@code actual}; a difference is shown line by line. */
    public static void assertSame(String file, String actual) {
        Path path = DIRECTORY.resolve(file);
        try {
            if (UPDATE) {
                Files.writeString(path, actual);
            }
            assertThat(path).isRegularFile();
            assertThat(path)
                    .as("golden file %s; if the change is meant, run again with -Dgolden.update=true", file)
                    .usingCharset(UTF_8)
                    .hasContent(actual);
            // What the line by line comparison does not see: the kind of line ends, and the last one.
            assertThat(actual).isEqualTo(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
