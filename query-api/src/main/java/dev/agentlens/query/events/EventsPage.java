/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.events;

import dev.agentlens.query.session.TraceEvent;
import dev.agentlens.query.session.TracePosition;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the events of a page. A page also ends, with a cursor, after many events were read for few matches: a
 * search of a long trace takes several requests, each of them short.
 */
final class EventsPage {

    static final int MAX_READ = 50_000;
    static final long MAX_READ_BYTES = 64 * 1024 * 1024;

    private final EventsQuery query;
    private final @Nullable PayloadSearch search;
    private final BiConsumer<TraceEvent, List<Match>> events;
    private int found;
    private int read;
    private long readBytes;
    private @Nullable TracePosition last;
    private boolean more;

    /** @param events receives them in order, with the positions of the text */
    EventsPage(EventsQuery query, BiConsumer<TraceEvent, List<Match>> events) {
        this.query = query;
        this.search = query.search();
        this.events = events;
    }

    /** Adds the next event that passes the column filter. @return whether the page has room for another one */
    boolean next(TraceEvent event) {
        if (read >= MAX_READ || readBytes >= MAX_READ_BYTES) {
            more = true;
            return false;
        }
        read++;
        readBytes += event.length();
        List<Match> matches = search == null ? List.of() : search.in(event);
        if (search == null || !matches.isEmpty()) {
            if (found == query.limit()) {
                more = true;
                return false;
            }
            events.accept(event, matches);
            found++;
        }
        last = event.position();
        return true;
    }

    /** The position after which the next page starts; null on the last page. */
    @Nullable
    TracePosition next() {
        return more ? last : null;
    }
}
