/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts more entries than fit into memory, by their bytes: runs of bounded size go to temporary files, which are merged.
 * A file bears no name any more once it is open, so that none is left behind however the process ends. What goes wrong
 * with a file is an {@link UncheckedIOException}.
 */
final class ExternalSort implements AutoCloseable {

    /** Runs merged at a time: a file and a buffer each. */
    private static final int FAN_IN = 32;

    private static final int BUFFER_BYTES = 64 * 1024;

    /** What an array costs beside its bytes. */
    private static final int OVERHEAD_BYTES = 32;

    private final Path directory;
    private final long memoryBytes;
    private final List<byte[]> unsorted = new ArrayList<>();
    private long unsortedBytes;

    /** A run of a level is made of {@link #FAN_IN} runs of the level before, so that each entry is written a few times only. */
    private final List<List<Run>> levels = new ArrayList<>();

    /** @param memoryBytes of entries that are held before they go to a file of {@code directory} */
    ExternalSort(Path directory, long memoryBytes) {
        this.directory = directory;
        this.memoryBytes = memoryBytes;
    }

    void add(byte[] entry) {
        unsorted.add(entry);
        unsortedBytes += entry.length + OVERHEAD_BYTES;
        if (unsortedBytes >= memoryBytes) {
            put(0, Run.of(sortUnsorted(), directory));
            unsorted.clear();
            unsortedBytes = 0;
        }
    }

    /** Every entry in the order of their unsigned bytes. Ends the adding; may be asked for once. */
    Iterator<byte[]> sorted() {
        List<Iterator<byte[]>> sources = new ArrayList<>();
        levels.forEach(level -> level.forEach(run -> sources.add(run.read())));
        sources.add(sortUnsorted());
        return new Merge(sources);
    }

    /** Temporary files that are open now. */
    int runs() {
        return levels.stream().mapToInt(List::size).sum();
    }

    @Override
    public void close() {
        levels.forEach(level -> level.forEach(Run::close));
        levels.clear();
        unsorted.clear();
    }

    private Iterator<byte[]> sortUnsorted() {
        unsorted.sort(Arrays::compareUnsigned);
        return unsorted.iterator();
    }

    private void put(int level, Run run) {
        if (levels.size() == level) {
            levels.add(new ArrayList<>());
        }
        List<Run> runs = levels.get(level);
        runs.add(run);
        if (runs.size() == FAN_IN) {
            Run merged = Run.of(new Merge(runs.stream().map(Run::read).toList()), directory);
            runs.forEach(Run::close);
            runs.clear();
            put(level + 1, merged);
        }
    }

    private record Run(FileChannel file) {

        static Run of(Iterator<byte[]> sorted, Path directory) {
            try {
                Path path = Files.createTempFile(directory, "agentlens-verify", ".run");
                FileChannel file = FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
                try {
                    write(sorted, file);
                } catch (IOException | RuntimeException e) {
                    file.close();
                    throw e;
                }
                return new Run(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void write(Iterator<byte[]> sorted, FileChannel file) throws IOException {
            DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES));
            while (sorted.hasNext()) {
                byte[] entry = sorted.next();
                out.writeInt(entry.length);
                out.write(entry);
            }
            out.flush();
        }

        Iterator<byte[]> read() {
            try {
                file.position(0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Reader(
                    new DataInputStream(new BufferedInputStream(Channels.newInputStream(file), BUFFER_BYTES)));
        }

        void close() {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Reader implements Iterator<byte[]> {

        private final DataInputStream in;
        private byte @Nullable [] next;

        Reader(DataInputStream in) {
            this.in = in;
            next = read();
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public byte[] next() {
            byte[] entry = next;
            if (entry == null) {
                throw new NoSuchElementException();
            }
            next = read();
            return entry;
        }

        private byte @Nullable [] read() {
            try {
                byte[] entry = new byte[in.readInt()];
                in.readFully(entry);
                return entry;
            } catch (EOFException e) {
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Merge implements Iterator<byte[]> {

        private record Head(byte[] entry, Iterator<byte[]> rest) {}

        private final PriorityQueue<Head> heads =
                new PriorityQueue<>(Comparator.comparing(Head::entry, Arrays::compareUnsigned));

        Merge(List<Iterator<byte[]>> sources) {
            sources.forEach(this::advance);
        }

        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public byte[] next() {
            Head head = heads.remove();
            advance(head.rest());
            return head.entry();
        }

        private void advance(Iterator<byte[]> source) {
            if (source.hasNext()) {
                heads.add(new Head(source.next(), source));
            }
        }
    }
}
