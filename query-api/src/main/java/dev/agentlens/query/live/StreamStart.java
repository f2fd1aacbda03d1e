/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import dev.agentlens.common.position.DamagedPositionException;
import dev.agentlens.common.position.LogPosition;
import dev.agentlens.common.position.PositionToken;
import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.error.RequestExcerpt;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The start of a stream.
 *
 * @param after the position that its client has reached; null for a new client
 * @param beginning whether a new client starts with the oldest event
 */
record StreamStart(@Nullable PositionToken after, boolean beginning) {

    static final String HEADER = "Last-Event-ID";

    /** For clients that cannot set the header when they connect, as a browser's EventSource. */
    static final String PARAMETER = "last_event_id";

    static final String FROM = "from";

    /**
     * @param lastEventId of the header, else the parameter
     * @param from {@code now} (the default) or {@code beginning}
     * @throws ApiException 400 if one cannot be read
     */
    static StreamStart of(@Nullable String lastEventId, @Nullable String from) {
        boolean beginning = switch (from == null || from.isEmpty() ? "now" : from) {
            case "now" -> false;
            case "beginning" -> true;
            default ->
                throw ApiException.badRequest(
                        "Invalid from " + RequestExcerpt.quoted(from) + ": expected now or beginning");
        };
        if (lastEventId == null || lastEventId.isEmpty()) {
            return new StreamStart(null, beginning);
        }
        try {
            return new StreamStart(new PositionToken(lastEventId), beginning);
        } catch (DamagedPositionException e) {
            throw ApiException.badRequest(
                    "Invalid " + HEADER + ": it is damaged; send the last id exactly as the stream gave it, or none");
        }
    }

    /**
     * @param tables the position of the tables at the time of the request
     * @throws ApiException 400 if the client has read another log
     */
    LogPosition in(LogPosition tables) {
        if (after == null) {
            return beginning ? new LogPosition(tables.topicId(), Map.of()) : tables;
        }
        if (!after.isOf(tables.topicId())) {
            throw ApiException.badRequest("Invalid " + HEADER + ": it is of another log than the one read here: of"
                    + " another system, or of a topic that was replaced; begin without it");
        }
        return after.in(tables.topicId());
    }
}
