/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.query.http.ReadPermits;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads traces of any length in bounded memory. Each piece is a short query of its own, so that a slow client holds no
 * connection; the snapshot makes the pieces one set. Waits for the database: never to be called on an event loop.
 */
@Component
public class TraceReader {

    private static final int POSITIONS = 500;
    private static final long MAX_CHUNK_BYTES = 256 * 1024;

    private final EventRepository events;
    private final ReadPermits permits;

    TraceReader(EventRepository events, ReadPermits permits) {
        this.events = events;
        this.permits = permits;
    }

    /** Takes the events of a trace, one after the other. */
    @FunctionalInterface
    public interface EventConsumer<E extends Exception> {
        void accept(TraceEvent event) throws E;
    }

    /** The whole trace, in order. */
    public <E extends Exception> void forEach(SessionSnapshot snapshot, EventConsumer<E> consumer) throws E {
        forEach(snapshot, 0, Long.MAX_VALUE, consumer);
    }

    /** Of the trace, in order: {@code limit} events at most, from the one that has {@code offset} before it. */
    public <E extends Exception> void forEach(
            SessionSnapshot snapshot, long offset, long limit, EventConsumer<E> consumer) throws E {
        long left = limit;
        TracePosition reached = before(snapshot, offset);
        while (reached != null && left > 0) {
            int wanted = (int) Math.min(left, POSITIONS);
            List<TracePosition> next = events.positions(
                    snapshot.sessionId(), snapshot.lastOffset(), reached.occurredAt(), reached.logOffset(), wanted);
            for (List<TracePosition> chunk : SizedChunks.of(next, TracePosition::bytes, MAX_CHUNK_BYTES)) {
                forEach(snapshot, chunk, consumer);
            }
            left -= next.size();
            reached = next.size() < wanted ? null : next.get(next.size() - 1);
        }
    }

    private <E extends Exception> void forEach(
            SessionSnapshot snapshot, List<TracePosition> chunk, EventConsumer<E> consumer) throws E {
        ReadPermits.LargeWork<E> work = () -> {
            for (TraceEvent event : events(snapshot, chunk)) {
                consumer.accept(event);
            }
        };
        // A chunk above the limit is a single large event.
        if (chunk.get(0).bytes() > MAX_CHUNK_BYTES) {
            permits.holdingLarge(chunk.get(0).bytes(), work);
        } else {
            work.run();
        }
    }

    /** Ordinary events of one type. */
    public long count(SessionSnapshot snapshot, String eventType) {
        return events.countOfType(snapshot.sessionId(), snapshot.lastOffset(), eventType);
    }

    /** The place after which {@code offset} events have been passed; null where the trace is not that long. */
    private @Nullable TracePosition before(SessionSnapshot snapshot, long offset) {
        return offset == 0
                ? TracePosition.START
                : events.position(snapshot.sessionId(), snapshot.lastOffset(), offset - 1).stream()
                        .findFirst()
                        .orElse(null);
    }

    private List<TraceEvent> events(SessionSnapshot snapshot, List<TracePosition> chunk) {
        TracePosition from = chunk.get(0);
        TracePosition to = chunk.get(chunk.size() - 1);
        return events.events(
                snapshot.sessionId(),
                snapshot.lastOffset(),
                from.occurredAt(),
                from.logOffset(),
                to.occurredAt(),
                to.logOffset());
    }
}
