/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import dev.agentlens.common.position.LogPosition;
import dev.agentlens.query.http.ReadConcurrencyLimit;
import dev.agentlens.query.prices.CurrentPrices;
import dev.agentlens.query.prices.EventCosts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Reads events that the feed has already passed, for single streams. Few streams read at a time, since each has its own
 * messages in memory.
 */
@Component
class CatchUp {

    private static final int MAX_STREAMS = 8;

    private final LoggedEvents events;
    private final CurrentPrices prices;
    private final LiveText text;
    private final ReadConcurrencyLimit permits;
    private final Set<LiveStream> streams = new HashSet<>();

    CatchUp(LoggedEvents events, CurrentPrices prices, LiveText text, ReadConcurrencyLimit permits) {
        this.events = events;
        this.prices = prices;
        this.text = text;
        this.permits = permits;
    }

    /** @param end the position after them */
    record Piece(List<byte[]> messages, LogPosition end) {}

    /** @return whether the stream may read now; it then must leave */
    synchronized boolean enter(LiveStream stream) {
        return streams.contains(stream) || (streams.size() < MAX_STREAMS && streams.add(stream));
    }

    synchronized void leave(LiveStream stream) {
        streams.remove(stream);
    }

    /**
     * Reads the next events of a partition.
     *
     * @param to exclusive
     * @param at the stream's position
     */
    Mono<Piece> read(int partition, long from, long to, LogPosition at, LiveFilter filter) {
        return permits.holding(() -> {
            EventCosts costs = prices.costs();
            LogPiece piece = events.read(partition, from, to, filter);
            List<byte[]> messages = new ArrayList<>();
            for (LiveEvent event : piece.events()) {
                LogPosition end = at.upTo(partition, event.event().logOffset() + 1);
                messages.add(text.message(event, end, costs).bytes());
            }
            return new Piece(messages, at.upTo(partition, piece.nextOffset()));
        });
    }
}
