/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.util.KafkaScheduler;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On logs of Kafka's own, whose configuration flushes each append. Their recovery point says what Kafka itself has flushed; it
 * is moved by the first flush of a segment only.
 */
class GroupFlushIT {

    @TempDir
    private Path directory;

    private final KafkaScheduler scheduler = new KafkaScheduler(1);
    private final LogDirFailureChannel failures = new LogDirFailureChannel(1);
    private final GroupFlush flush = new GroupFlush();
    private UnifiedLog log;

    @BeforeEach
    void openLog() throws IOException {
        scheduler.startup();
        log = open("events-0");
    }

    @AfterEach
    void closeAll() throws Exception {
        flush.close();
        log.close();
        scheduler.shutdown();
    }

    @Test
    void kafkaFlushesAnAppendUnlessItsLogWasTakenOver() throws IOException {
        append(log);
        assertThat(log.recoveryPoint()).isEqualTo(1);

        flush.takeOver(log);
        append(log);
        assertThat(log.recoveryPoint()).isEqualTo(1);
    }

    @Test
    void theFirstFlushOfASegmentIsKafkasAndFurtherOnesAreOfItsRecordsAlone() throws IOException {
        flush.takeOver(log);
        append(log);
        flush.flush(log).join();
        assertThat(log.recoveryPoint()).isEqualTo(1);

        append(log);
        flush.flush(log).join();
        assertThat(log.recoveryPoint()).isEqualTo(1);

        log.roll();
        append(log);
        flush.flush(log).join();
        assertThat(log.recoveryPoint()).isEqualTo(3);
    }

    @Test
    void aFlushOfAllIsOfWhatOthersHaveAppendedToo() throws IOException {
        UnifiedLog second = open("events-1");
        flush.takeOver(log);
        flush.takeOver(second);
        append(second);

        flush.flushAll().join();

        assertThat(second.recoveryPoint()).isEqualTo(1);
        second.close();
    }

    @Test
    void everyoneWhoWaitsIsAnswered() {
        flush.takeOver(log);

        CompletableFuture<?>[] flushes = IntStream.range(0, 8)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int n = 0; n < 200; n++) {
                        append(log);
                        flush.flush(log).join();
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(flushes).join();

        assertThat(log.logEndOffset()).isEqualTo(1600);
    }

    @Test
    void aFailedFlushIsNoAcknowledgement() throws IOException {
        flush.takeOver(log);
        append(log);
        flush.flush(log).join();
        append(log);
        log.activeSegment().log().channel().close();

        assertThatThrownBy(flush.flush(log)::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(KafkaStorageException.class)
                .hasMessageContaining("events-0");
        assertThatThrownBy(flush.flushAll()::join).hasCauseInstanceOf(KafkaStorageException.class);
    }

    @Test
    void aLogThatWasReplacedIsNotWaitedFor() throws IOException {
        flush.takeOver(log);
        append(log);
        UnifiedLog before = log;
        log.close();
        log = open("events-0");
        flush.takeOver(log);

        assertThatThrownBy(flush.flush(before)::join).hasMessageContaining("deleted");
    }

    private UnifiedLog open(String name) throws IOException {
        return UnifiedLog.create(
                Files.createDirectories(directory.resolve(name)).toFile(),
                new LogConfig(Map.of("flush.messages", 1)),
                0,
                0,
                scheduler,
                new BrokerTopicStats(),
                Time.SYSTEM,
                60_000,
                new ProducerStateManagerConfig(60_000, false),
                60_000,
                failures,
                true,
                Optional.empty());
    }

    private static void append(UnifiedLog log) {
        try {
            log.appendAsLeader(
                    MemoryRecords.withRecords(
                            Compression.NONE, new SimpleRecord(1, "k".getBytes(UTF_8), new byte[100])),
                    0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
