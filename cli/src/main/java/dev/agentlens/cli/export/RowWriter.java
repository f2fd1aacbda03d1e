/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.common.json.RawJson;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Writes rows on a thread of its own, in order, while the next ones are read. At most a few batches of them are in memory. */
final class RowWriter implements AutoCloseable {

    private static final int ROWS = 128;
    private static final long BYTES = 512 * 1024;
    private static final int BATCHES = 3;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread writer = new Thread(work, "writer");
        writer.setDaemon(true);
        return writer;
    });
    private final Deque<Future<?>> written = new ArrayDeque<>();
    private List<Row> batch = new ArrayList<>();
    private long bytes;

    private record Row(Rows rows, Map<String, RawJson> object) {}

    /** @param length of its JSON in bytes */
    void add(Rows rows, Map<String, RawJson> object, int length) throws IOException {
        batch.add(new Row(rows, object));
        bytes += length;
        if (batch.size() >= ROWS || bytes >= BYTES) {
            submit();
        }
    }

    /** Returns when everything is written. */
    void finish() throws IOException {
        submit();
        while (!written.isEmpty()) {
            await(written.remove());
        }
    }

    private void submit() throws IOException {
        while (written.size() >= BATCHES) {
            await(written.remove());
        }
        List<Row> rows = batch;
        written.add(thread.submit(() -> {
            for (Row row : rows) {
                row.rows().add(row.object());
            }
            return null;
        }));
        batch = new ArrayList<>(ROWS);
        bytes = 0;
    }

    private static void await(Future<?> batch) throws IOException {
        try {
            batch.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e.getCause() instanceof CommandFailedException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
