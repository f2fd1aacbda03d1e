/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.api.Api;
import dev.agentlens.cli.api.Fields;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Sessions with their traces in the order of a list, some at a time, in a file until they are read: a response that breaks off
 * can be asked for again, and the next ones arrive while one is written.
 */
final class SessionDownloads implements Iterator<SessionDownloads.Download>, AutoCloseable {

    private static final int SESSIONS = 100;
    private static final int AT_A_TIME = 2;
    private static final int AHEAD = 3;

    private final Api api;
    private final Iterator<RawJson> sessions;
    private final Path directory;
    private final ExecutorService threads;
    private final Deque<Future<Download>> coming = new ArrayDeque<>();
    private int number;

    /**
     * @param listed the sessions as the list has them
     * @param lines their export as NDJSON, without those that are not there any more
     */
    record Download(List<RawJson> listed, Path lines) {}

    /** @param directory is made, and removed with everything in it */
    SessionDownloads(Api api, Iterator<RawJson> sessions, Path directory) throws IOException {
        this.api = api;
        this.sessions = sessions;
        this.directory = directory;
        removeDirectory();
        Files.createDirectories(directory);
        threads = Executors.newFixedThreadPool(AT_A_TIME, work -> {
            Thread thread = new Thread(work, "download");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public boolean hasNext() {
        return !coming.isEmpty() || sessions.hasNext();
    }

    /** The caller removes the file. */
    @Override
    public Download next() {
        while (coming.size() < AHEAD && sessions.hasNext()) {
            List<RawJson> some = nextSessions();
            Path file = directory.resolve(number++ + ".ndjson");
            coming.add(threads.submit(() -> download(some, file)));
        }
        if (coming.isEmpty()) {
            throw new NoSuchElementException();
        }
        try {
            return coming.remove().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandFailedException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("Interrupted", e);
        }
    }

    private List<RawJson> nextSessions() {
        List<RawJson> some = new ArrayList<>();
        while (some.size() < SESSIONS && sessions.hasNext()) {
            some.add(sessions.next());
        }
        return some;
    }

    private Download download(List<RawJson> listed, Path file) {
        List<RawJson> ids = listed.stream()
                .map(session -> RawJson.ofString(Fields.of(session).text("session_id", "")))
                .toList();
        api.download(
                "/sessions/export",
                new JsonObjectWriter(512).list("sessions", ids).value(),
                file);
        return new Download(listed, file);
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        removeDirectory();
    }

    private void removeDirectory() throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        Files.deleteIfExists(directory);
    }
}
