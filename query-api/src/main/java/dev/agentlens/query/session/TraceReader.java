/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.query.http.ReadConcurrencyLimit;
import dev.agentlens.query.session.TracePieces.Piece;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Component;

/**
 * Reads traces of any length in bounded memory. Each piece is a short query of its own, so that a slow client holds no
 * connection; the snapshot makes the pieces one set. Waits for the database: never to be called on an event loop.
 */
@Component
public class TraceReader {

    private static final int MAX_PIECE_EVENTS = 500;
    private static final long MAX_PIECE_BYTES = 256 * 1024;

    private static final Piece EMPTY = new Piece(List.of(), null, 0);

    private final TracePlaces places;
    private final TracePieces pieces;
    private final ReadConcurrencyLimit permits;
    private final AsyncTaskExecutor executor;

    TraceReader(
            TracePlaces places,
            TracePieces pieces,
            ReadConcurrencyLimit permits,
            @Qualifier("blockingExecutor") AsyncTaskExecutor executor) {
        this.places = places;
        this.pieces = pieces;
        this.permits = permits;
        this.executor = executor;
    }

    /** Receives the events of a trace, one after the other. */
    @FunctionalInterface
    public interface EventConsumer<E extends Exception> {
        void accept(TraceEvent event) throws E;
    }

    /** Reads the complete trace, in order. */
    public <E extends Exception> void forEach(SessionSnapshot snapshot, EventConsumer<E> consumer) throws E {
        if (snapshot.trace() == null) {
            forEach(snapshot, TracePosition.START, Long.MAX_VALUE, consumer);
            return;
        }
        for (TraceEvent event : snapshot.trace()) {
            consumer.accept(event);
        }
    }

    /** Receives the events of a trace, one after the other, until it has enough. */
    @FunctionalInterface
    public interface EventVisitor<E extends Exception> {
        /** @return whether it wants another event */
        boolean visit(TraceEvent event) throws E;
    }

    /**
     * Reads the trace, in order, until the visitor has enough.
     *
     * @param snapshot if it contains its trace, all of that is visited, regardless of position and filter
     * @param after the position after which reading starts
     */
    public <E extends Exception> void visit(
            SessionSnapshot snapshot, TracePosition after, EventFilter filter, EventVisitor<E> visitor) throws E {
        TracePosition reached = snapshot.trace() == null ? after : null;
        if (snapshot.trace() != null) {
            visitAll(new Piece(snapshot.trace(), null, 0), visitor);
        }
        while (reached != null) {
            Piece piece = pieces.after(snapshot, reached, filter, MAX_PIECE_EVENTS, MAX_PIECE_BYTES);
            if (piece.tooLong() > 0) {
                long bytes = piece.tooLong();
                TracePosition from = reached;
                reached = permits.holdingLarge(bytes, () -> {
                            Piece large = pieces.after(snapshot, from, filter, 1, bytes);
                            return visitAll(large, visitor) ? large : EMPTY;
                        })
                        .end();
            } else {
                reached = visitAll(piece, visitor) ? piece.end() : null;
            }
        }
    }

    private static <E extends Exception> boolean visitAll(Piece piece, EventVisitor<E> visitor) throws E {
        for (TraceEvent event : piece.events()) {
            if (!visitor.visit(event)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads at most {@code limit} events after a position, in order.
     *
     * @param after null for after the end of the trace
     * @return the position of the last one; null if no other event follows
     */
    public <E extends Exception> @Nullable TracePosition forEach(
            SessionSnapshot snapshot, @Nullable TracePosition after, long limit, EventConsumer<E> consumer) throws E {
        long left = limit;
        int pieceLimit = MAX_PIECE_EVENTS;
        TracePosition reached = after;
        ReadAhead<Piece> next = null;
        while (reached != null && left > 0) {
            Piece piece = next == null ? read(snapshot, reached, Math.min(left, pieceLimit)) : next.result();
            next = null;
            if (piece.tooLong() > 0) {
                piece = handOnLarge(snapshot, reached, piece.tooLong(), consumer);
                left -= piece.events().size();
            } else {
                left -= piece.events().size();
                pieceLimit = Math.min(MAX_PIECE_EVENTS, piece.events().size() * 5 / 4 + 1);
                next = piece.end() == null || left == 0
                        ? null
                        : ahead(snapshot, piece.end(), Math.min(left, pieceLimit));
                handOn(piece, consumer);
            }
            reached = piece.end();
        }
        return reached;
    }

    /** The database reads a piece while the one before is written. */
    private ReadAhead<Piece> ahead(SessionSnapshot snapshot, TracePosition after, long limit) {
        return ReadAhead.start(executor, () -> read(snapshot, after, limit));
    }

    private Piece read(SessionSnapshot snapshot, TracePosition after, long limit) {
        return pieces.after(snapshot, after, (int) limit, MAX_PIECE_BYTES);
    }

    private <E extends Exception> Piece handOnLarge(
            SessionSnapshot snapshot, TracePosition after, long bytes, EventConsumer<E> consumer) throws E {
        return permits.holdingLarge(bytes, () -> handOn(pieces.after(snapshot, after, 1, bytes), consumer));
    }

    private static <E extends Exception> Piece handOn(Piece piece, EventConsumer<E> consumer) throws E {
        for (TraceEvent event : piece.events()) {
            consumer.accept(event);
        }
        return piece;
    }

    /** Ordinary events of one type. */
    public long count(SessionSnapshot snapshot, String eventType) {
        return places.countOfType(snapshot.sessionId(), snapshot.lastOffset(), eventType);
    }

    /** The position after the first {@code offset} events; null if the trace is not that long. */
    public @Nullable TracePosition before(SessionSnapshot snapshot, long offset) {
        if (offset == 0) {
            return TracePosition.START;
        }
        return offset >= snapshot.session().eventCount()
                ? null
                : places.position(snapshot.sessionId(), snapshot.lastOffset(), offset - 1)
                        .orElse(null);
    }
}
