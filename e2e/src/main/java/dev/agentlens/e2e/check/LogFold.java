/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.e2e.check.Ledger.Row;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * The expected ledger, from the records themselves: of events with one identity the first is projected, the others are
 * duplicates if their digest is the same and conflicts if not; poison records are dead-lettered.
 */
final class LogFold {

    private final Map<TopicPartition, Map<Long, String>> poison;
    private final Map<Long, String> digests = new HashMap<>();
    private final Map<Integer, long[]> counts = new TreeMap<>();

    private static final int NEXT = 0;
    private static final int PROJECTED = 1;
    private static final int DUPLICATES = 2;
    private static final int CONFLICTS = 3;
    private static final int DEAD = 4;

    LogFold(Map<TopicPartition, Map<Long, String>> poison) {
        this.poison = poison;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        long[] count = counts.computeIfAbsent(record.partition(), p -> new long[5]);
        count[NEXT] = record.offset() + 1;
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (poison.getOrDefault(partition, Map.of()).containsKey(record.offset())) {
            count[DEAD]++;
            return;
        }
        String digest = header(record, "agentlens-digest");
        String first = digests.putIfAbsent(identity(record), digest);
        count[first == null ? PROJECTED : first.equals(digest) ? DUPLICATES : CONFLICTS]++;
    }

    Map<Integer, Row> rows() {
        Map<Integer, Row> rows = new TreeMap<>();
        counts.forEach((partition, count) -> rows.put(
                partition,
                new Row(count[NEXT], count[PROJECTED], count[DUPLICATES], count[CONFLICTS], count[DEAD], 0)));
        return rows;
    }

    long distinct() {
        return digests.size();
    }

    /** Sixty-four bits of it, so that a million of them fit into memory. */
    private static long identity(ConsumerRecord<byte[], byte[]> record) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(record.key());
            sha256.update((byte) 0);
            return ByteBuffer.wrap(sha256.digest(header(record, "ce_id").getBytes(UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        if (header == null) {
            throw new IllegalStateException("Record " + record.partition() + "@" + record.offset() + " has no " + name
                    + ", and is not known as poison");
        }
        return new String(header.value(), UTF_8);
    }
}
