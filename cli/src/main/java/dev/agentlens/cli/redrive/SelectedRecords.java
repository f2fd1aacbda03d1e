/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.redrive;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.topic.TopicReader;
import dev.agentlens.cli.topic.TopicReader.Range;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Those records of a topic, as it was when this was opened, that a command is about. They may be read several times. */
final class SelectedRecords implements AutoCloseable {

    private final TopicReader reader;
    private final String topic;
    private final String topicId;
    private final List<Piece> pieces;

    private record Piece(int partition, Range range) {}

    private SelectedRecords(TopicReader reader, String topic, String topicId, List<Piece> pieces) {
        this.reader = reader;
        this.topic = topic;
        this.topicId = topicId;
        this.pieces = pieces;
    }

    /**
     * @param places of the records; empty: all of them
     * @param since where {@code places} is empty: leaves out what was written before; null: nothing
     * @throws CommandFailedException if Kafka does not respond, the topic does not exist, or has no record in such a
     *     place
     */
    static SelectedRecords open(RunningSystem system, String topic, List<RecordPlace> places, @Nullable Instant since) {
        TopicReader reader = new TopicReader(system, "agentlens-cli");
        try {
            String topicId = reader.idOf(topic);
            if (topicId == null) {
                throw new CommandFailedException("Kafka at " + system.kafka() + " has no topic " + topic
                        + "; ingest-api makes it when it starts. Is this the right Kafka?");
            }
            return new SelectedRecords(reader, topic, topicId, pieces(reader, topic, places, since));
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** Kafka's id of the topic. */
    String topicId() {
        return topicId;
    }

    /** How many records there may be. */
    long size() {
        return pieces.stream().mapToLong(piece -> piece.range().size()).sum();
    }

    /** Hands the records out, one partition after the other, for as long as {@code chunk} says to go on. */
    void read(Predicate<List<ConsumerRecord<byte[], byte[]>>> chunk) {
        for (Piece piece : pieces) {
            if (!reader.read(topic, Map.of(piece.partition(), piece.range()), chunk)) {
                return;
            }
        }
    }

    @Override
    public void close() {
        reader.close();
    }

    private static List<Piece> pieces(
            TopicReader reader, String topic, List<RecordPlace> places, @Nullable Instant since) {
        SortedMap<Integer, Range> all = reader.ranges(topic);
        List<Piece> pieces = new ArrayList<>();
        if (places.isEmpty()) {
            (since == null ? all : reader.since(since, topic, all))
                    .forEach((partition, range) -> pieces.add(new Piece(partition, range)));
        } else {
            places.forEach(place -> pieces.add(one(place, topic, all)));
        }
        return pieces;
    }

    private static Piece one(RecordPlace place, String topic, SortedMap<Integer, Range> all) {
        Range range = all.get(place.partition());
        if (range == null || place.offset() < range.begin() || place.offset() >= range.end()) {
            throw new CommandFailedException("There is no record " + place + " in " + topic + ", which holds "
                    + extent(all) + "; list shows them");
        }
        return new Piece(place.partition(), new Range(place.offset(), place.offset() + 1));
    }

    private static String extent(SortedMap<Integer, Range> all) {
        String held = all.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 0)
                .map(entry -> new RecordPlace(entry.getKey(), entry.getValue().begin()) + " to "
                        + new RecordPlace(entry.getKey(), entry.getValue().end() - 1))
                .collect(Collectors.joining(", "));
        return held.isEmpty() ? "none" : held;
    }
}
