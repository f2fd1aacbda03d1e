/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.log;

/**
 * The way of a log's records to the disk. What the read tables contain must be there: tables that are ahead of a log which lost
 * its last records could not be continued.
 */
@FunctionalInterface
public interface LogFlush {

    /** Where Kafka shows only what is safe, or where the tables may as well be lost. */
    LogFlush NOT_NEEDED = () -> {};

    /**
     * Returns when all that consumers can read is on the disk.
     *
     * @throws org.apache.kafka.common.KafkaException if it may not be
     */
    void await();
}
