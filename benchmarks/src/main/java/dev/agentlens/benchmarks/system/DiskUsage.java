/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Lengths of files. */
public final class DiskUsage {

    private DiskUsage() {}

    /** Of all files below {@code directory}, in bytes. */
    public static long of(Path directory) {
        return of(directory, file -> true);
    }

    /** Of those files that {@code wanted} wants, in bytes. */
    public static long of(Path directory, Predicate<Path> wanted) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(wanted)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + directory, e);
        }
    }
}
