/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** Runs {@code ./agentlens} of this checkout, on the JDK that runs the test and the build that is being tested. */
public final class Launcher {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static Path app;

    private final Map<String, String> environment = new HashMap<>();
    private final Path program;

    public Launcher() {
        this(ROOT.resolve("agentlens"));
        environment.put("AGENTLENS_APP_DIR", app().toString());
    }

    private Launcher(Path program) {
        this.program = program;
        environment.put("AGENTLENS_JAVA_HOME", System.getProperty("java.home"));
        // None lives for so long that the second compiler would pay.
        environment.put("AGENTLENS_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    }

    /**
     * The launcher of a checkout whose build is newer than its sources, and that has recorded nothing yet.
     *
     * @param checkout an empty directory for it
     */
    static Launcher builtAndNotYetStarted(Path checkout) throws IOException {
        for (String file : List.of("agentlens", "launcher.sh", "pom.xml", "standalone/pom.xml")) {
            copy(file, checkout);
        }
        for (String directory : List.of("standalone/src/main", "docs/api")) {
            Files.createDirectories(checkout.resolve(directory));
        }
        Path build = checkout.resolve("standalone/target/app");
        FileSystemUtils.copyRecursively(app().resolve("lib"), build.resolve("lib"));
        Files.copy(app().resolve("agentlens.jar"), build.resolve("agentlens.jar"));
        Files.createFile(build.resolve("built"));
        return new Launcher(checkout.resolve("agentlens"));
    }

    private static void copy(String file, Path checkout) throws IOException {
        Files.createDirectories(checkout.resolve(file).getParent());
        Files.copy(ROOT.resolve(file), checkout.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }

    public Launcher with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Of a command that ends. */
    public record Outcome(int exitCode, String out, String err) {}

    public Outcome run(String... arguments) {
        return run(Stream.concat(Stream.of(program.toString()), Arrays.stream(arguments))
                .toList());
    }

    Outcome run(List<String> command) {
        try {
            Path out = Files.createTempFile("agentlens", ".out");
            Path err = Files.createTempFile("agentlens", ".err");
            Process process = builder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end; it said " + Files.readString(out));
            }
            return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts a command that goes on; what it says goes to {@code log}. */
    Process start(Path log, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            return builder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path root() {
        return ROOT;
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("AGENTLENS_") || name.equals("PORT"));
        builder.environment().putAll(environment);
        return builder;
    }

    /** The jar under test, unpacked as the launcher does it, with an archive. Made once for a build and a JDK. */
    private static synchronized Path app() {
        if (app == null) {
            Path unpacked = Path.of("target", "launcher-it").toAbsolutePath();
            try {
                Path jar = only(ROOT.resolve("standalone/target"), "-exec.jar");
                Path stamp = unpacked.resolve("prepared");
                String build = Files.getLastModifiedTime(jar) + " " + Files.size(jar) + " " + Runtime.version();
                if (!Files.exists(stamp) || !Files.readString(stamp).equals(build)) {
                    FileSystemUtils.deleteRecursively(unpacked);
                    unpack(jar, unpacked);
                    record(unpacked);
                    Files.writeString(stamp, build);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            app = unpacked;
        }
        return app;
    }

    private static void unpack(Path jar, Path directory) throws IOException, InterruptedException {
        Process extraction = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--destination",
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(extraction.getInputStream().readAllBytes(), UTF_8);
        if (extraction.waitFor() != 0) {
            throw new AssertionError(said);
        }
        Files.move(only(directory, "-exec.jar"), directory.resolve("agentlens.jar"));
    }

    /** Has the launcher make the archive of this build and this JDK. */
    private static void record(Path directory) throws IOException, InterruptedException {
        ProcessBuilder build = new ProcessBuilder(ROOT.resolve("agentlens").toString(), "build").inheritIO();
        build.environment()
                .putAll(Map.of(
                        "AGENTLENS_JAVA_HOME",
                        System.getProperty("java.home"),
                        "AGENTLENS_APP_DIR",
                        directory.toString()));
        if (build.start().waitFor() != 0) {
            throw new AssertionError("The launcher did not prepare " + directory);
        }
    }

    /** What the launcher recorded for later starts. */
    Path archive() {
        return app().resolve("start-" + Runtime.version().feature() + ".archive");
    }

    /** Beside the archive once it is complete: of which build and JDK it is. */
    Path identityOfArchive() {
        return Path.of(archive() + ".of");
    }

    private static Path only(Path directory, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
