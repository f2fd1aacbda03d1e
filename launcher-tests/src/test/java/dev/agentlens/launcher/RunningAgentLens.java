/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.launcher;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.agentlens.testsupport.UnpackedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** An {@code ./agentlens up} of its own process. */
public final class RunningAgentLens implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path output;
    private final int port;

    private RunningAgentLens(Process process, Path output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    /** Returns when it serves. Finds PostgreSQL's programs unpacked. */
    public static RunningAgentLens up(Launcher launcher, int port, Path data) {
        UnpackedPostgres.linkInto(data.resolve("postgres"));
        return upUnprepared(launcher, port, data);
    }

    /** Returns when it serves. In a new directory it unpacks PostgreSQL's programs first. */
    static RunningAgentLens upUnprepared(Launcher launcher, int port, Path data) {
        try {
            Path output = Files.createTempFile("agentlens-up", ".out");
            Process process =
                    launcher.start(output, "up", "--port", Integer.toString(port), "--data-dir", data.toString());
            RunningAgentLens running = new RunningAgentLens(process, output, port);
            running.awaitReady();
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET().build());
    }

    public HttpResponse<String> post(String path, String body) {
        return post(port, path, body);
    }

    /** To another port of it. */
    public HttpResponse<String> post(int otherPort, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + otherPort + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    long pid() {
        return process.pid();
    }

    /** Sends a signal, such as TERM, to the process itself. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The exit code, once it has ended. */
    int awaitEnd() {
        try {
            if (!process.waitFor(120, SECONDS)) {
                throw new AssertionError("It did not stop; it said: " + said());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What is in the terminal so far. */
    String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Memory of the JVM that is really in use, as Linux reports it; 0 elsewhere. */
    long residentMegabytes() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            signal("TERM");
            awaitEnd();
        }
    }

    private void awaitReady() {
        Instant limit = Instant.now().plus(START_LIMIT);
        // The last line of what it says then.
        while (!said().contains("Ctrl-C")) {
            if (!process.isAlive()) {
                throw new AssertionError("It ended at once; it said: " + said());
            }
            if (Instant.now().isAfter(limit)) {
                process.destroyForcibly();
                throw new AssertionError("Not ready in " + START_LIMIT + "; it said: " + said());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
