/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * The built roles, unpacked so that they start faster than from their one jar.
 *
 * @param directory with a directory for each application
 */
public record Apps(Path directory) {

    // The same options as at start: the cache does not fit other object headers or other open modules.
    private static final List<String> RECORDING = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static final List<String> NAMES =
            List.of("ingest-api", "projector", "query-api", "standalone", "local-cluster");
    private static final List<String> RECORDED = List.of("ingest-api", "projector", "query-api");
    private static final String STAMP = "unpacked";

    /** @param target the build's output directory of this module, with the runnable jars in {@code roles/} */
    public static Apps unpacked(Path target) {
        Path apps = target.resolve("apps").toAbsolutePath();
        Apps unpacked = new Apps(apps);
        for (String name : NAMES) {
            Path jar = target.resolve("roles").resolve(name + ".jar");
            if (!Files.exists(jar)) {
                throw new IllegalStateException("There is no " + jar + "; build with ./mvnw -pl e2e -am package");
            }
            if (unpack(jar, apps.resolve(name))
                    && RECORDED.contains(name)
                    && Runtime.version().feature() >= 25) {
                unpacked.record(name);
            }
        }
        return unpacked;
    }

    /** @param name {@code ingest-api}, {@code projector}, {@code query-api}, {@code standalone} or {@code local-cluster} */
    public Path jar(String name) {
        return directory.resolve(name).resolve(name + ".jar");
    }

    /** The arguments of the JVM that run an application; on a current JDK with an AOT cache. */
    public List<String> start(String name) {
        Path cache = cache(name);
        List<String> arguments = new ArrayList<>();
        if (Files.exists(cache)) {
            arguments.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off"));
        }
        arguments.addAll(List.of("-jar", jar(name).toString()));
        return arguments;
    }

    /** {@code NAME/NAME.aot}, as {@code ./agentlens cluster} makes and finds it too. */
    private Path cache(String name) {
        return directory.resolve(name).resolve(name + ".aot");
    }

    /** As the Dockerfile does: a start up to where the role would look for Kafka and PostgreSQL. */
    private void record(String name) {
        List<String> command = new ArrayList<>();
        command.add(Jvm.java());
        command.addAll(RECORDING);
        command.addAll(List.of(
                "-XX:AOTCacheOutput=" + cache(name),
                "-Dspring.context.exit=onRefresh",
                "-jar",
                jar(name).toString()));
        run("Cannot record a start of " + name, command);
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

    /** @return whether it was not there yet */
    private static boolean unpack(Path jar, Path into) {
        Path stamp = into.resolve(STAMP);
        try {
            // In a reproducible build the file's time is not significant.
            String built = checksum(jar) + " " + Runtime.version() + " " + RECORDING;
            if (Files.exists(stamp) && Files.readString(stamp).equals(built)) {
                return false;
            }
            Directories.delete(into);
            run(
                    "Cannot unpack " + jar,
                    List.of(
                            Jvm.java(),
                            "-Djarmode=tools",
                            "-jar",
                            jar.toString(),
                            "extract",
                            "--destination",
                            into.toString()));
            Files.writeString(stamp, built);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + jar, e);
        }
    }

    private static void run(String otherwise, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(otherwise);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(otherwise, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(otherwise, e);
        }
    }

    private static String checksum(Path file) throws IOException {
        CRC32C checksum = new CRC32C();
        try (CheckedInputStream in = new CheckedInputStream(Files.newInputStream(file), checksum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Long.toHexString(checksum.getValue());
    }
}
