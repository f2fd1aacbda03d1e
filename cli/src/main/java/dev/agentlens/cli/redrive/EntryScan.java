/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.redrive;

import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.terminal.ProgressLine;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a topic that a command is about. A record of which there are copies is found once. What comes into the
 * topic after this was opened is not found, so that a second look finds what the first one did.
 */
public final class EntryScan<E extends Entry> implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(2);

    private final SelectedRecords records;
    private final RedriveMarks marks;
    private final Function<ConsumerRecord<byte[], byte[]>, E> parse;
    private final Selection selection;
    private final PrintWriter err;

    /** @param redriven null: not yet */
    public record Found<E extends Entry>(E entry, @Nullable RedriveResult redriven) {}

    private EntryScan(
            SelectedRecords records,
            RedriveMarks marks,
            Function<ConsumerRecord<byte[], byte[]>, E> parse,
            Selection selection,
            PrintWriter err) {
        this.records = records;
        this.marks = marks;
        this.parse = parse;
        this.selection = selection;
        this.err = err;
    }

    /**
     * @param err where a long reading shows how far it is
     * @throws dev.agentlens.cli.CommandFailedException if Kafka or PostgreSQL does not respond
     */
    public static <E extends Entry> EntryScan<E> open(
            RunningSystem system,
            String topic,
            Function<ConsumerRecord<byte[], byte[]>, E> parse,
            Selection selection,
            PrintWriter err) {
        SelectedRecords records = SelectedRecords.open(system, topic, selection.places(), selection.since());
        try {
            return new EntryScan<>(records, RedriveMarks.open(system), parse, selection, err);
        } catch (RuntimeException e) {
            records.close();
            throw e;
        }
    }

    /** Kafka's id of the topic. */
    public String topicId() {
        return records.topicId();
    }

    RedriveMarks marks() {
        return marks;
    }

    /** Hands out, in pieces, what the selection includes, the oldest of each partition first. */
    public void find(boolean redrivenToo, Consumer<List<Found<E>>> piece) {
        Set<UUID> seen = new HashSet<>();
        Count count = new Count();
        ProgressLine progress = new ProgressLine(err, "Records read", records.size());
        records.read(chunk -> {
            List<E> included = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : chunk) {
                E entry = parse.apply(record);
                if (selection.includes(entry) && seen.add(entry.fingerprint().digest())) {
                    included.add(entry);
                }
            }
            List<Found<E>> found = unmarked(included, redrivenToo, selection.limit() - count.found);
            count.read += chunk.size();
            count.found += found.size();
            if (count.takesLong()) {
                progress.at(count.read);
            }
            if (!found.isEmpty()) {
                progress.end();
                piece.accept(found);
            }
            return count.found < selection.limit();
        });
        progress.end();
    }

    private List<Found<E>> unmarked(List<E> entries, boolean redrivenToo, int most) {
        Map<UUID, RedriveResult> redriven = entries.isEmpty()
                ? Map.of()
                : marks.of(entries.stream().map(Entry::fingerprint).toList());
        return entries.stream()
                .map(entry ->
                        new Found<>(entry, redriven.get(entry.fingerprint().digest())))
                .filter(found -> redrivenToo || found.redriven() == null)
                .limit(most)
                .toList();
    }

    @Override
    public void close() {
        marks.close();
        records.close();
    }

    private static final class Count {
        private long read;
        private int found;
        private final long begun = System.nanoTime();

        boolean takesLong() {
            return System.nanoTime() - begun > LONG.toNanos();
        }
    }
}
