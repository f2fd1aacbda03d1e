/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.events;

import dev.agentlens.query.session.TraceEvent;
import dev.agentlens.query.session.TracePosition;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of a page, found one after the other. It ends, with a place to go on from, also where many have been read for
 * few that are wanted: a search of a long trace takes several requests, none of which takes long.
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

    /** @param events takes them, in order, with the places of the text */
    EventsPage(EventsQuery query, BiConsumer<TraceEvent, List<Match>> events) {
        this.query = query;
        this.search = query.search();
        this.events = events;
    }

    /** The next event that the columns let pass. @return whether the page takes another one */
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

    /** The place after which the next page begins; null where there is none. */
    @Nullable
    TracePosition next() {
        return more ? last : null;
    }
}
