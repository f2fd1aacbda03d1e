/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.log;

import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The newest records of the log, as far as they are in the memory of this process. Each is taken once, in the order of the log.
 * May be used by several threads.
 */
public interface LogTail {

    /** Of a process that writes nothing to the log. */
    LogTail NONE = new LogTail() {
        @Override
        public Next next(TopicPartition partition, long offset) {
            return Next.UNKNOWN;
        }

        @Override
        public List<ConsumerRecord<byte[], byte[]>> take(
                TopicPartition partition, long offset, int max, Predicate<ConsumerRecord<byte[], byte[]>> fits) {
            return List.of();
        }
    };

    /** What is known of a place in the log. */
    enum Next {
        /** The record of this offset is here. */
        HERE,
        /** Later records are here. So there is one, which has to be fetched. */
        ELSEWHERE,
        /** Nothing: there may be a record that another process has written. */
        UNKNOWN
    }

    /** What is known of this offset. Records before it are forgotten. */
    Next next(TopicPartition partition, long offset);

    /**
     * Takes the records from this offset on, without a gap, up to the first one that does not fit.
     *
     * @param max how many
     * @param fits asked once for each record, in order
     */
    List<ConsumerRecord<byte[], byte[]>> take(
            TopicPartition partition, long offset, int max, Predicate<ConsumerRecord<byte[], byte[]>> fits);
}
