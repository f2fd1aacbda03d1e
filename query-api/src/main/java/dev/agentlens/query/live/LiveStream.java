/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import dev.agentlens.common.position.LogPosition;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * One client's stream. It first reads from the tables the events that the feed has already passed, then follows the
 * feed, without gaps or duplicates. It produces only what its connection accepts, so that a client that does not read
 * costs little memory. All of it happens on the thread of its connection.
 */
final class LiveStream {

    private static final Logger log = LoggerFactory.getLogger(LiveStream.class);

    /** Of the first write after a pause, and of any; each may be twice as long as the one before. */
    private static final int FIRST_BYTES = 4 * 1024;

    private static final int MAX_BYTES = 64 * 1024;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final Duration CONNECTION_PAUSE = Duration.ofMillis(20);
    private static final Duration CATCH_UP_PAUSE = Duration.ofMillis(50);

    private final LiveMember member;
    private final LiveFeed feed;
    private final CatchUp catchUp;
    private final LiveText text;
    private final SendRate rate;
    private final long heartbeatNanos;
    private final Channel connection;
    private final Scheduler thread;

    private final Queue<ByteBuffer> unsent = new ArrayDeque<>();
    private LogPosition at;
    private long lastSentNanos = System.nanoTime();

    /** When it may send again. Messages are taken then, not before: many streams that wait would keep too much in memory. */
    private long turnNanos = lastSentNanos;

    private boolean ended;

    /** Whether it has reached the feed. */
    private boolean following;

    /** Of the next write: many streams that all begin to send would be far above the rate before the first one waits. */
    private int maxBytes = FIRST_BYTES;

    /** How many of the messages for it in the next batch were taken. */
    private int seen;

    /**
     * @param from start position
     * @param thread the one of the connection
     */
    LiveStream(
            LiveMember member,
            LogPosition from,
            List<String> remarks,
            LiveFeed feed,
            CatchUp catchUp,
            LiveText text,
            SendRate rate,
            Duration heartbeat,
            Channel connection,
            Scheduler thread) {
        this.member = member;
        this.at = from;
        this.feed = feed;
        this.catchUp = catchUp;
        this.text = text;
        this.rate = rate;
        this.heartbeatNanos = heartbeat.toNanos();
        this.connection = connection;
        this.thread = thread;
        unsent.add(ByteBuffer.wrap(text.begin(from, remarks)));
    }

    /** Each is flushed. Completes after the stream has sent its reason to end. */
    Flux<byte[]> bytes() {
        return Mono.defer(this::step)
                .subscribeOn(thread)
                .repeatWhenEmpty(repeats -> repeats.takeWhile(repeat -> !isDone()))
                .repeat(() -> !isDone())
                .doFinally(signal -> catchUp.leave(this));
    }

    private boolean isDone() {
        return ended && unsent.isEmpty();
    }

    /** The bytes to send now; completes empty after a while if there are no bytes. */
    private Mono<byte[]> step() {
        if (!connection.isWritable()) {
            return wait(CONNECTION_PAUSE);
        }
        Duration untilTurn = untilTurn();
        if (!unsent.isEmpty()) {
            return untilTurn.isZero() ? Mono.just(nextBytes()) : wait(untilTurn);
        }
        LiveEnd why = member.end();
        if (why != null) {
            end(why);
            return Mono.empty();
        }
        if (silenceLeft().isZero()) {
            unsent.add(ByteBuffer.wrap(text.heartbeat(at)));
            return Mono.empty();
        }
        if (!untilTurn.isZero()) {
            return wait(untilTurn);
        }
        return following ? follow() : catchUp();
    }

    /** Neither a heartbeat nor the end of the stream waits for the others. At most until it is time to look for these. */
    private Duration untilTurn() {
        long nanos = turnNanos - System.nanoTime();
        boolean now = nanos <= 0 || member.end() != null || silenceLeft().isZero();
        return now ? Duration.ZERO : Duration.ofNanos(Math.min(nanos, LONGEST_WAIT.toNanos()));
    }

    private byte[] nextBytes() {
        int length = Math.min(
                maxBytes, unsent.stream().mapToInt(ByteBuffer::remaining).sum());
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            ByteBuffer first = unsent.element();
            int part = Math.min(first.remaining(), bytes.remaining());
            bytes.put(first.slice(first.position(), part));
            first.position(first.position() + part);
            if (!first.hasRemaining()) {
                unsent.remove();
            }
        }
        maxBytes = Math.min(MAX_BYTES, 2 * maxBytes);
        lastSentNanos = System.nanoTime();
        turnNanos = lastSentNanos + rate.turn(length).toNanos();
        return bytes.array();
    }

    /** Reads some of the events that the feed has passed. */
    private Mono<byte[]> catchUp() {
        Mono<Void> grown = feed.grown();
        LiveBatch newest = feed.newest();
        if (newest == null) {
            return wait(grown);
        }
        Map<Integer, Long> target = newest.end().nextOffsets();
        for (Map.Entry<Integer, Long> partition : target.entrySet()) {
            long from = at.nextOffsets().getOrDefault(partition.getKey(), 0L);
            if (from < partition.getValue()) {
                return catchUp(partition.getKey(), from, partition.getValue());
            }
        }
        catchUp.leave(this);
        if (!newest.end().contains(at)) {
            // It has read from an instance whose tables are ahead of these.
            return wait(grown);
        }
        member.batches().removeIf(number -> number <= newest.number());
        following = true;
        return Mono.empty();
    }

    private Mono<byte[]> catchUp(int partition, long from, long to) {
        if (!catchUp.enter(this)) {
            return wait(CATCH_UP_PAUSE);
        }
        return catchUp.read(partition, from, to, at, member.filter())
                .publishOn(thread)
                .doOnNext(piece -> {
                    piece.messages().forEach(message -> unsent.add(ByteBuffer.wrap(message)));
                    at = piece.end();
                })
                .doOnError(failure -> {
                    log.warn("A stream of events ends, since the read tables cannot be read: {}", failure.toString());
                    end(LiveEnd.UNAVAILABLE);
                })
                .onErrorComplete()
                .then(Mono.empty());
    }

    /** Takes the available messages of the feed, up to one write. */
    private Mono<byte[]> follow() {
        Mono<Void> news = member.news();
        int bytes = 0;
        while (bytes < maxBytes) {
            LiveBatch newest = feed.newest();
            Long next = member.batches().peek();
            if (newest != null && (next == null || next > newest.number())) {
                at = newest.end();
                if (bytes > 0) {
                    return Mono.empty();
                }
                maxBytes = FIRST_BYTES;
                return wait(news);
            }
            LiveBatch current = next == null ? null : feed.find(next);
            if (current == null) {
                LiveEnd why = member.end();
                end(why == null ? LiveEnd.SLOW : why);
                return Mono.empty();
            }
            bytes += take(current, maxBytes - bytes);
        }
        return Mono.empty();
    }

    /** @return bytes that were taken */
    private int take(LiveBatch current, int wanted) {
        List<LiveMessage> messages = current.selected(member.filter());
        int bytes = 0;
        while (bytes < wanted && seen < messages.size()) {
            byte[] message = messages.get(seen).bytes();
            seen++;
            unsent.add(ByteBuffer.wrap(message));
            bytes += message.length;
        }
        if (seen == messages.size()) {
            member.batches().remove();
            seen = 0;
        }
        return bytes;
    }

    private void end(LiveEnd why) {
        ended = true;
        unsent.add(ByteBuffer.wrap(text.end(why)));
    }

    private Mono<byte[]> wait(Duration time) {
        return Mono.delay(time, thread).then(Mono.empty());
    }

    /** Until then, or until it is time to look whether a heartbeat is due. */
    private Mono<byte[]> wait(Mono<Void> wanted) {
        Duration rest = silenceLeft();
        Duration longest = rest.compareTo(LONGEST_WAIT) < 0 ? rest : LONGEST_WAIT;
        return wanted.publishOn(thread).timeout(longest, Mono.empty(), thread).then(Mono.empty());
    }

    /** A client that closed its half of the connection may be gone; only a write can detect that. */
    private Duration silenceLeft() {
        boolean halfClosed = connection instanceof DuplexChannel duplex && duplex.isInputShutdown();
        long longest = halfClosed ? Math.min(heartbeatNanos, LONGEST_WAIT.toNanos()) : heartbeatNanos;
        return Duration.ofNanos(Math.max(0, longest - (System.nanoTime() - lastSentNanos)));
    }
}
