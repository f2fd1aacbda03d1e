/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.examples.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was read of one partition, and up to where: a session is in one partition, so partitions know nothing of each
 * other. Both go into one file at once. That makes every event count once: whatever happens, the sessions in the file are
 * those of exactly the records before the offset in the file.
 */
final class PartitionState {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final Map<String, Session> sessions;
    private final Set<String> erased;
    private long nextOffset;
    private long savedOffset;

    /** @param erased null in a file of before sessions could be erased */
    private record Saved(
            long nextOffset,
            Map<String, Session> sessions,
            @Nullable Set<String> erased) {}

    private PartitionState(Path file, Saved saved) {
        this.file = file;
        this.sessions = new HashMap<>(saved.sessions());
        this.erased = saved.erased() == null ? new HashSet<>() : new HashSet<>(saved.erased());
        this.nextOffset = saved.nextOffset();
        this.savedOffset = nextOffset;
    }

    /** As it was saved; without a file, the beginning. */
    static PartitionState load(Path directory, int partition) {
        Path file = directory.resolve("partition-" + partition + ".json");
        Saved saved =
                Files.exists(file) ? JSON.readValue(file.toFile(), Saved.class) : new Saved(0, Map.of(), Set.of());
        return new PartitionState(file, saved);
    }

    /** Records come in order of their offsets; one that is in it already is passed over. */
    void take(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        if (record.offset() >= nextOffset) {
            Event.erasedSource(record).ifPresent(source -> {
                sessions.remove(source);
                erased.add(source);
            });
            Event.of(record)
                    .filter(event -> !erased.contains(event.source()))
                    .ifPresent(event -> sessions.put(
                            event.source(),
                            sessions.getOrDefault(event.source(), Session.EMPTY).with(event)));
            nextOffset = record.offset() + 1;
        }
    }

    /** Written beside the old file, then moved over it: after a crash one of the two is complete. */
    void save() {
        if (nextOffset == savedOffset) {
            return;
        }
        Path written = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    written,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(new Saved(nextOffset, sessions, erased)));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot save " + file, e);
        }
        savedOffset = nextOffset;
    }

    /** Where to read on. */
    long nextOffset() {
        return nextOffset;
    }

    Iterable<Session> sessions() {
        return sessions.values();
    }
}
