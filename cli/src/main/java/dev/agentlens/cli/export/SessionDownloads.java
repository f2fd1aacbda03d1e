/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.api.Api;
import dev.agentlens.cli.api.Fields;
import dev.agentlens.cli.api.Paths;
import dev.agentlens.cli.api.Query;
import dev.agentlens.common.json.RawJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The traces of sessions in the order of a list, each in a file of its own until it is read: a response that breaks off can
 * be asked for again, and the next ones arrive while one is written.
 */
final class SessionDownloads implements Iterator<SessionDownloads.Trace>, AutoCloseable {

    private static final int AT_A_TIME = 4;
    private static final int AHEAD = 8;

    private final Api api;
    private final Iterator<RawJson> sessions;
    private final Path directory;
    private final ExecutorService threads;
    private final Deque<Future<Trace>> coming = new ArrayDeque<>();
    private int number;

    /**
     * @param listed the session as the list has it
     * @param lines the session's export as NDJSON; null where the session is not there any more
     */
    record Trace(RawJson listed, @Nullable Path lines) {}

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
    public Trace next() {
        while (coming.size() < AHEAD && sessions.hasNext()) {
            RawJson session = sessions.next();
            Path file = directory.resolve(number++ + ".ndjson");
            coming.add(threads.submit(() -> download(session, file)));
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

    private Trace download(RawJson session, Path file) {
        String id = Fields.of(session).text("session_id", "");
        boolean there = api.download(Paths.session(id) + "/export", Query.NONE.with("format", "ndjson"), file);
        return new Trace(session, there ? file : null);
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
