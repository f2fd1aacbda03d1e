/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.log;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A consumer whose polls are bounded by the bytes of their values too. Kafka's own limits are on records, and on bytes
 * as they were compressed: a hundred thousandth of what some values become.
 *
 * <p>A poll brings one record at least, and none beyond {@link #POLL_BYTES}. What does not fit comes with the next one:
 * to Kafka it is a value that could not be read, which ends a poll and is tried again by the next (KIP-334). Kafka has
 * no other way to end a poll early that keeps what it has fetched: seeking back would fetch and decompress all of it
 * again for each poll.
 */
public class BoundedConsumer extends KafkaConsumer<byte[], byte[]> {

    /** Limit of a poll's values in bytes; a single record may exceed it. */
    public static final int POLL_BYTES = 8 * 1024 * 1024;

    private final Share share;

    /** @param config all but how keys and values are read */
    public BoundedConsumer(Map<String, Object> config) {
        this(config, new Share());
    }

    private BoundedConsumer(Map<String, Object> config, Share share) {
        super(config, new ByteArrayDeserializer(), share);
        this.share = share;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        share.begin();
        return super.poll(timeout);
    }

    /** Begins a poll whose records come from elsewhere than {@link #poll}. */
    protected final void beginPoll() {
        share.begin();
    }

    /** Whether a value of this size fits into the poll, in which case it is counted. */
    protected final boolean takes(int bytes) {
        return share.takes(bytes);
    }

    /**
     * Polls for more records that are handed on together with those of {@link #poll}, within the same limit of bytes.
     * Empty if no more fit.
     */
    protected ConsumerRecords<byte[], byte[]> pollFurther(Duration timeout) {
        try {
            return share.isFull() ? ConsumerRecords.empty() : super.poll(timeout);
        } catch (SerializationException e) {
            if (e.getCause() instanceof Full || e instanceof Full) {
                return ConsumerRecords.empty();
            }
            throw e;
        }
    }

    /** Bytes that the current poll has taken. Used by the polling thread alone. */
    private static final class Share extends ByteArrayDeserializer {

        private static final SerializationException FULL = new Full();

        private long taken;

        void begin() {
            taken = 0;
        }

        boolean isFull() {
            return taken >= POLL_BYTES;
        }

        @Override
        public byte[] deserialize(String topic, byte @Nullable [] value) {
            if (!takes(value == null ? 0 : value.length)) {
                throw FULL;
            }
            return super.deserialize(topic, value);
        }

        boolean takes(int bytes) {
            if (taken > 0 && taken + bytes > POLL_BYTES) {
                return false;
            }
            taken += bytes;
            return true;
        }
    }

    /** Not an error: thrown once or twice in a poll that is full. */
    private static final class Full extends SerializationException {

        private static final long serialVersionUID = 1L;

        Full() {
            super("This poll is full; the value comes with the next one");
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }
}
