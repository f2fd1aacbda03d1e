/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The events that this process has written to the log and not projected yet: the projection need neither fetch nor decode
 * them. Beyond {@link #MAX_BYTES} the oldest are forgotten, and fetched like those that another process writes. Empty in a
 * process that does not write. May be used by several threads.
 */
public final class RecentEvents {

    /** What is known of a place in the log. */
    enum Next {
        /** The record of this offset is here. */
        HERE,
        /** Later records are here. So there is one, which has to be fetched. */
        ELSEWHERE,
        /** Nothing: there may be a record that another process has written. */
        UNKNOWN
    }

    /** Of their encoded values. As many as a writer may be ahead of the projection, where events have 2.4 KB. */
    static final long MAX_BYTES = 12 * 1024 * 1024;

    /** By partition, the records of each append by the offset of its first. */
    private final Map<TopicPartition, TreeMap<Long, List<EventRecord>>> appends = new HashMap<>();

    private final LogFlush flush;
    private @Nullable Uuid topicId;
    private long bytes;

    public RecentEvents() {
        this(LogFlush.NOT_NEEDED);
    }

    /** @param flush of the log that this process writes */
    public RecentEvents(LogFlush flush) {
        this.flush = flush;
    }

    /** Returns when records that were fetched, not taken from here, are as safe as those from here. */
    void awaitFlush() {
        flush.await();
    }

    /**
     * Adds events that cannot be lost any more.
     *
     * @param topicId of the log that they are in: those of another one are forgotten
     * @param events with offsets that follow one another
     */
    public synchronized void add(TopicPartition partition, Uuid topicId, List<EventRecord> events) {
        if (!topicId.equals(this.topicId)) {
            appends.clear();
            bytes = 0;
            this.topicId = topicId;
        }
        TreeMap<Long, List<EventRecord>> appended = appends.computeIfAbsent(partition, each -> new TreeMap<>());
        appended.put(events.get(0).offset(), events);
        bytes += bytes(events);
        while (bytes > MAX_BYTES && !appended.isEmpty()) {
            forgetOldest(appended);
        }
    }

    /** What is known of this offset. Records before it are forgotten. */
    synchronized Next next(TopicPartition partition, long offset) {
        TreeMap<Long, List<EventRecord>> appended = appends.get(partition);
        if (appended == null) {
            return Next.UNKNOWN;
        }
        forgetBefore(offset, appended);
        if (appended.isEmpty()) {
            return Next.UNKNOWN;
        }
        return appended.firstKey() <= offset ? Next.HERE : Next.ELSEWHERE;
    }

    /**
     * Takes the records from this offset on, without a gap, up to the first one that does not fit.
     *
     * @param max how many
     * @param fits asked once for each record, in order
     */
    synchronized List<ConsumerRecord<byte[], byte[]>> take(
            TopicPartition partition, long offset, int max, Predicate<ConsumerRecord<byte[], byte[]>> fits) {
        List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
        TreeMap<Long, List<EventRecord>> appended = appends.getOrDefault(partition, new TreeMap<>());
        for (long next = offset; next(partition, next) == Next.HERE; ) {
            for (EventRecord record : appended.firstEntry().getValue()) {
                if (record.offset() == next) {
                    if (taken.size() == max || !fits.test(record)) {
                        return taken;
                    }
                    taken.add(record);
                    next++;
                }
            }
        }
        return taken;
    }

    private void forgetBefore(long offset, TreeMap<Long, List<EventRecord>> appended) {
        while (!appended.isEmpty() && end(appended.firstEntry().getValue()) <= offset) {
            forgetOldest(appended);
        }
    }

    private void forgetOldest(TreeMap<Long, List<EventRecord>> appended) {
        bytes -= bytes(appended.pollFirstEntry().getValue());
    }

    private static long end(List<EventRecord> events) {
        return events.get(events.size() - 1).offset() + 1;
    }

    private static long bytes(List<EventRecord> events) {
        return events.stream().mapToLong(ConsumerRecord::serializedValueSize).sum();
    }
}
