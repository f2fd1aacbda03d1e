/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import dev.agentlens.common.position.LogPosition;
import dev.agentlens.edge.error.ApiException;
import dev.agentlens.query.position.PositionWatcher;
import dev.agentlens.query.position.TablesState;
import dev.agentlens.query.prices.CurrentPrices;
import dev.agentlens.query.prices.EventCosts;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * What is new in the read tables, read once for all streams while one is open. Rows and the offsets up to which a partition
 * is projected are committed together, so that all events before those offsets are there.
 */
@Component
class LiveFeed implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LiveFeed.class);
    private static final long MAX_UNANNOUNCED_BYTES = 1024 * 1024;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final PositionWatcher tables;
    private final LoggedEvents events;
    private final CurrentPrices prices;
    private final LiveText text;
    private final Scheduler scheduler;
    private final LiveProperties properties;
    private final RecentBatches recent;

    private final LiveMembers members = new LiveMembers();
    private Sinks.Empty<Void> grown = Sinks.empty();
    private boolean polling;
    private volatile boolean stopped;

    /** These are the poll's, of which there is one at a time. */
    private long lastBatch;

    private long unannouncedBytes;
    private final Set<LiveMember> unannounced = new HashSet<>();
    private boolean failing;

    LiveFeed(
            PositionWatcher tables,
            LoggedEvents events,
            CurrentPrices prices,
            LiveText text,
            @Qualifier("blockingScheduler") Scheduler scheduler,
            LiveProperties properties,
            MeterRegistry meters) {
        this.tables = tables;
        this.events = events;
        this.prices = prices;
        this.text = text;
        this.scheduler = scheduler;
        this.properties = properties;
        recent = new RecentBatches(properties.buffer().toBytes());
        Gauge.builder("agentlens.live.streams", this, feed -> feed.members.count())
                .description("Streams of events that are open")
                .register(meters);
    }

    /** @throws ApiException 503 if too many are open, or this instance stops */
    synchronized LiveMember enter(LiveFilter filter) {
        if (stopped) {
            throw ApiException.unavailable("This instance is shutting down, please try again", Duration.ofSeconds(1));
        }
        if (members.count() >= properties.maxStreams()) {
            throw ApiException.unavailable(
                    "Too many streams are open (max " + properties.maxStreams() + "), please try again later",
                    Duration.ofSeconds(5));
        }
        LiveMember member = members.add(filter);
        if (!polling) {
            polling = true;
            poll();
        }
        return member;
    }

    synchronized void leave(LiveMember member) {
        members.remove(member);
    }

    /** What the tables contain now, once the feed has from there on what the stream wants; empty if they cannot be read. */
    Mono<LogPosition> begin(LiveMember member) {
        // The feed's own pending query gets the same result.
        return tables.ask(Duration.ZERO)
                .mapNotNull(LiveFeed::position)
                .flatMap(position -> joined(member).thenReturn(position));
    }

    private Mono<Void> joined(LiveMember member) {
        return Mono.defer(() -> {
                    Mono<Void> next = grown();
                    LiveBatch newest = recent.newest();
                    return newest != null && newest.streams() >= member.number()
                            ? Mono.just(newest)
                            : next.then(Mono.<LiveBatch>empty());
                })
                .repeatWhenEmpty(repeats -> repeats)
                .then();
    }

    /** Null if no projector has started to fill the tables. */
    private static @Nullable LogPosition position(TablesState state) {
        return state.nextOffsets().entrySet().stream()
                .map(log -> new LogPosition(log.getKey(), log.getValue()))
                .findFirst()
                .orElse(null);
    }

    @Nullable
    LiveBatch newest() {
        return recent.newest();
    }

    /** Null where it is not there any more, or not yet. */
    @Nullable
    LiveBatch find(long number) {
        return recent.find(number);
    }

    /** Completes with the next batches after this call; on a thread of the feed. */
    synchronized Mono<Void> grown() {
        return grown.asMono();
    }

    private void poll() {
        tables.hold();
        Mono.defer(() -> tables.ask(properties.poll()))
                .publishOn(scheduler)
                .doOnNext(this::readUpTo)
                .onErrorResume(this::pause)
                .repeat(this::goesOn)
                .doFinally(signal -> tables.release())
                .subscribe();
    }

    private Mono<TablesState> pause(Throwable failure) {
        if (!failing) {
            log.warn("Streams of events wait, since the read tables cannot be read: {}", failure.toString());
            failing = true;
        }
        return Mono.delay(PAUSE_AFTER_FAILURE).then(Mono.empty());
    }

    private synchronized boolean goesOn() {
        if (members.count() == 0) {
            polling = false;
            recent.clear();
        }
        return polling;
    }

    private void readUpTo(TablesState state) {
        LogPosition end = position(state);
        if (end != null) {
            readUpTo(end);
        }
        if (unannouncedBytes > 0) {
            announce();
        }
        failing = false;
    }

    private void readUpTo(LogPosition end) {
        LiveBatch newest = recent.newest();
        if (newest == null) {
            publish(members.last(), List.of(), end);
            return;
        }
        LogPosition at = newest.end();
        if (!at.topicId().equals(end.topicId())) {
            endAll(LiveEnd.REPLACED);
            recent.clear();
            return;
        }
        Step step = new Step(members.last(), members.wanted(), prices.costs());
        for (Map.Entry<Integer, Long> partition : end.nextOffsets().entrySet()) {
            at = readPartition(partition.getKey(), at, partition.getValue(), step);
        }
        LiveBatch last = recent.newest();
        if (last == null || last.streams() < members.last()) {
            publish(members.last(), List.of(), at);
        }
    }

    /**
     * What is the same for all pieces of a poll.
     *
     * @param streams the last one that is part of what is wanted
     */
    private record Step(long streams, LiveFilter wanted, EventCosts costs) {}

    private LogPosition readPartition(int partition, LogPosition from, long end, Step step) {
        LogPosition at = from;
        long next = at.nextOffsets().getOrDefault(partition, 0L);
        while (next < end) {
            LogPiece piece = events.read(partition, next, end, step.wanted());
            List<LiveMessage> messages = new ArrayList<>();
            for (LiveEvent event : piece.events()) {
                at = at.upTo(partition, event.event().logOffset() + 1);
                messages.add(text.message(event, at, step.costs()));
            }
            next = piece.nextOffset();
            at = at.upTo(partition, next);
            publish(step.streams(), messages, at);
        }
        return at;
    }

    /** Streams are woken after all of a poll, or when there is much to send. */
    private void publish(long streams, List<LiveMessage> messages, LogPosition end) {
        LiveBatch batch = new LiveBatch(++lastBatch, streams, messages, end);
        unannounced.addAll(members.offer(batch));
        recent.add(batch);
        unannouncedBytes += batch.bytes();
        if (unannouncedBytes > MAX_UNANNOUNCED_BYTES) {
            announce();
        }
    }

    private void announce() {
        unannouncedBytes = 0;
        unannounced.forEach(LiveMember::wake);
        unannounced.clear();
        Sinks.Empty<Void> before;
        synchronized (this) {
            before = grown;
            grown = Sinks.empty();
        }
        before.tryEmitEmpty();
    }

    private void endAll(LiveEnd why) {
        members.all().forEach(member -> member.endBecauseOf(why));
    }

    @Override
    public void start() {
        stopped = false;
    }

    /** Before the web server waits for the responses that are under way. */
    @Override
    public void stop() {
        stopped = true;
        endAll(LiveEnd.SHUTDOWN);
    }

    @Override
    public boolean isRunning() {
        return !stopped;
    }
}
