/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.SessionEnded;
import dev.agentlens.common.event.AgentEvent.SessionStarted;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.SessionStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session as a function of the set of its distinct events: the order in which they are put in makes no difference.
 *
 * @param first the earliest event of any type
 * @param start the deciding {@code session_start}: the earliest
 * @param end the deciding {@code session_end}: the latest
 * @param distinctEvents events of every type: grows with each change, whatever the batches are that bring them
 * @param events ordinary events
 * @param errors those of them of type {@code error}, {@code agent_error} or {@code tool_error}
 * @param tokensIn sum over ordinary events
 * @param tokensOut sum over ordinary events
 */
public record SessionState(
        String sessionId,
        First first,
        @Nullable Start start,
        @Nullable End end,
        long distinctEvents,
        long events,
        long errors,
        BigDecimal tokensIn,
        BigDecimal tokensOut) {

    private static final String DEFAULT_AGENT = "default-agent";
    private static final Set<String> ERROR_TYPES = Set.of("error", "agent_error", "tool_error");

    /** An event's place among others: by time, then by id. */
    private interface Placed {
        Comparator<Placed> ORDER = Comparator.comparing(Placed::at).thenComparing(Placed::eventId);

        Instant at();

        String eventId();
    }

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

    /** The session of which {@code event} is all that is known. */
    public static SessionState of(AgentEvent event) {
        First first = first(event);
        return new SessionState(
                        event.identity().sessionId(), first, null, null, 0, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO)
                .with(event);
    }

    /** This session with one more event, which must not be among those already put in. */
    public SessionState with(AgentEvent event) {
        First earliest = min(first, first(event));
        if (event instanceof SessionStarted started) {
            return new SessionState(
                    sessionId,
                    earliest,
                    min(start, start(started)),
                    end,
                    distinctEvents + 1,
                    events,
                    errors,
                    tokensIn,
                    tokensOut);
        }
        if (event instanceof SessionEnded ended) {
            return new SessionState(
                    sessionId,
                    earliest,
                    start,
                    max(end, end(ended)),
                    distinctEvents + 1,
                    events,
                    errors,
                    tokensIn,
                    tokensOut);
        }
        StepRecorded step = (StepRecorded) event;
        return new SessionState(
                sessionId,
                earliest,
                start,
                end,
                distinctEvents + 1,
                events + 1,
                errors + (ERROR_TYPES.contains(step.eventType()) ? 1 : 0),
                tokensIn.add(BigDecimal.valueOf(step.tokensIn())),
                tokensOut.add(BigDecimal.valueOf(step.tokensOut())));
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
        return end != null && end.tokensIn() > 0 ? BigDecimal.valueOf(end.tokensIn()) : tokensIn;
    }

    public BigDecimal totalTokensOut() {
        return end != null && end.tokensOut() > 0 ? BigDecimal.valueOf(end.tokensOut()) : tokensOut;
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
                event.totalTokensIn(),
                event.totalTokensOut());
    }

    private static <T extends Placed> T min(@Nullable T known, T candidate) {
        return known != null && Placed.ORDER.compare(known, candidate) <= 0 ? known : candidate;
    }

    private static <T extends Placed> T max(@Nullable T known, T candidate) {
        return known != null && Placed.ORDER.compare(known, candidate) >= 0 ? known : candidate;
    }
}
