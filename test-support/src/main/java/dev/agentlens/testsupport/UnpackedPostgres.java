/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.testsupport;

import dev.agentlens.embedded.PostgresBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The programs of the embedded PostgreSQL, unpacked once for all tests of this user: that takes seconds of a processor. */
public final class UnpackedPostgres {

    private UnpackedPostgres() {}

    /** For {@code EmbeddedPostgres.Settings}. */
    public static Path directory() {
        try {
            // Below no directory of the project, which the user that PostgreSQL runs as may not be able to reach.
            return Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "agentlens-tests-of-" + System.getProperty("user.name"),
                    PostgresBinaries.jar());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Spares a server that is yet to be started in {@code directory} unpacking them there. */
    public static void linkInto(Path directory) {
        try {
            Path unpacked = PostgresBinaries.unpackInto(directory());
            Path link = directory.resolve(unpacked.getFileName());
            if (!Files.exists(link)) {
                Files.createDirectories(directory);
                Files.createSymbolicLink(link, unpacked);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
