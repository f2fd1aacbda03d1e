/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.SessionEnded;
import dev.agentlens.common.event.AgentEvent.SessionStarted;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.EventField;
import dev.agentlens.common.event.SessionStatus;
import dev.agentlens.prices.PriceList;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as a function of the set of its distinct events: the order in which they are put in makes no difference.
 *
 * @param first the earliest event of any type
 * @param start the deciding {@code session_start}: the earliest
 * @param end the deciding {@code session_end}: the latest
 */
public record SessionState(
        String sessionId,
        First first,
        @Nullable Start start,
        @Nullable End end,
        SessionOutline story,
        Totals totals) {

    private static final String DEFAULT_AGENT = "default-agent";

    /** The earliest event. */
    public record First(
            Instant at, String eventId, @Nullable String agentName) implements Placed {}

    /** @param metadata JSON as sent; null where none was sent, or where it was not read back */
    public record Start(
            Instant at,
            String eventId,
            @Nullable String agentName,
            @Nullable String metadata) implements Placed {}

    /** @param at the declared end, else the timestamp; the tokens are declared totals, 0 where none was */
    public record End(Instant at, String eventId, SessionStatus status, long tokensIn, long tokensOut)
            implements Placed {}

    /** The session with {@code event} as its only event. */
    public static SessionState of(AgentEvent event, EventReading reading, PriceList prices) {
        return new SessionState(
                        event.identity().sessionId(), first(event), null, null, SessionOutline.NONE, Totals.NONE)
                .with(event, reading, prices);
    }

    /** This session with one more event, which must not be among those already put in. */
    public SessionState with(AgentEvent event, EventReading reading, PriceList prices) {
        First earliest = Placed.earliest(first, first(event));
        SessionOutline outline = story.with(event, reading);
        if (event instanceof SessionStarted started) {
            return new SessionState(
                    sessionId, earliest, Placed.earliest(start, start(started)), end, outline, totals.withFrame());
        }
        if (event instanceof SessionEnded ended) {
            return new SessionState(
                    sessionId, earliest, start, Placed.latest(end, end(ended)), outline, totals.withFrame());
        }
        StepRecorded step = (StepRecorded) event;
        Totals counted = totals.with(step, reading.failed(), EventCost.of(step, prices));
        return new SessionState(sessionId, earliest, start, end, outline, counted);
    }

    public Instant startedAt() {
        return start != null ? start.at() : first.at();
    }

    public @Nullable Instant endedAt() {
        return end == null ? null : end.at();
    }

    public SessionStatus status() {
        return end == null ? SessionStatus.ACTIVE : end.status();
    }

    public String agentName() {
        String name = start != null ? start.agentName() : first.agentName();
        return name == null || name.isEmpty() ? DEFAULT_AGENT : name;
    }

    public BigDecimal totalTokensIn() {
        return end != null && end.tokensIn() > 0 ? BigDecimal.valueOf(end.tokensIn()) : totals.tokensIn();
    }

    public BigDecimal totalTokensOut() {
        return end != null && end.tokensOut() > 0 ? BigDecimal.valueOf(end.tokensOut()) : totals.tokensOut();
    }

    /** From start to end, never negative; null while the session is active. */
    public @Nullable Duration duration() {
        if (end == null) {
            return null;
        }
        Duration duration = Duration.between(startedAt(), end.at());
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static First first(AgentEvent event) {
        return new First(event.timestamp(), event.identity().eventId(), event.agentName());
    }

    private static Start start(SessionStarted event) {
        return new Start(
                event.timestamp(),
                event.identity().eventId(),
                event.agentName(),
                event.metadata() == null ? null : event.metadata().text());
    }

    private static End end(SessionEnded event) {
        return new End(
                event.endedAt(),
                event.identity().eventId(),
                event.status(),
                event.typed().count(EventField.TOTAL_TOKENS_IN),
                event.typed().count(EventField.TOTAL_TOKENS_OUT));
    }
}
