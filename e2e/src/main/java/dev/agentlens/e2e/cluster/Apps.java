/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * The built roles, unpacked so that they start faster than from their one jar.
 *
 * @param directory with a directory for each application
 */
public record Apps(Path directory) {

    private static final List<String> NAMES = List.of("ingest-api", "projector", "query-api", "standalone");
    private static final String STAMP = "unpacked";

    /** @param target the build's output directory of this module, with the runnable jars in {@code roles/} */
    public static Apps unpacked(Path target) {
        Path apps = target.resolve("apps");
        for (String name : NAMES) {
            Path jar = target.resolve("roles").resolve(name + ".jar");
            if (!Files.exists(jar)) {
                throw new IllegalStateException("There is no " + jar + "; build with ./mvnw -pl e2e -am package");
            }
            unpack(jar, apps.resolve(name));
        }
        return new Apps(apps);
    }

    /** @param name {@code ingest-api}, {@code projector}, {@code query-api} or {@code standalone} */
    public Path jar(String name) {
        return directory.resolve(name).resolve(name + ".jar");
    }

    /** Whether the operator's command line tool is part of this build. */
    public boolean haveCli() {
        try (Stream<Path> libraries = Files.list(directory.resolve("standalone/lib"))) {
            return libraries.anyMatch(
                    library -> library.getFileName().toString().startsWith("agentlens-cli-"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the libraries of standalone", e);
        }
    }

    private static void unpack(Path jar, Path into) {
        Path stamp = into.resolve(STAMP);
        try {
            FileTime built = Files.getLastModifiedTime(jar);
            if (Files.exists(stamp) && Files.getLastModifiedTime(stamp).equals(built)) {
                return;
            }
            Directories.delete(into);
            Process process = new ProcessBuilder(
                            Jvm.java(),
                            "-Djarmode=tools",
                            "-jar",
                            jar.toString(),
                            "extract",
                            "--destination",
                            into.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("Cannot unpack " + jar);
            }
            Files.createFile(stamp);
            Files.setLastModifiedTime(stamp, built);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + jar, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while unpacking " + jar, e);
        }
    }
}
