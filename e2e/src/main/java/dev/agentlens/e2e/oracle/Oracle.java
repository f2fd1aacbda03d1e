/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.oracle;

import dev.agentlens.e2e.json.Json;
import dev.agentlens.e2e.load.Batch;
import dev.agentlens.e2e.load.Cohort;
import dev.agentlens.e2e.load.SentEvent;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the system must show: a fold of the acknowledged events, each distinct one once. Not thread-safe.
 */
public final class Oracle {

    private final Map<String, SessionFold> sessions = new TreeMap<>();
    private final StepFigures figures = new StepFigures();
    private long distinctEvents;
    private long rejected;

    /** Takes in a cohort whose every batch was acknowledged. Its follow-ups change nothing. */
    public void add(Cohort cohort) {
        for (Batch batch : cohort.batches()) {
            for (SentEvent sent : batch.events()) {
                if (sent.acceptable()) {
                    add(ExpectedEvent.of(Json.parse(sent.json())));
                } else {
                    rejected++;
                }
            }
        }
    }

    /** Takes in one event. */
    public void add(ExpectedEvent event) {
        distinctEvents++;
        sessions.computeIfAbsent(event.sessionId(), SessionFold::new).add(event);
        if (event.isOrdinary()) {
            figures.add(event);
        }
    }

    public Collection<SessionFold> sessions() {
        return sessions.values();
    }

    public @Nullable SessionFold session(String sessionId) {
        return sessions.get(sessionId);
    }

    /** Of all types, starts and ends too: what the ledger counts as projected. */
    public long distinctEvents() {
        return distinctEvents;
    }

    /** Events that were to be refused; each is in the rejected topic at least once. */
    public long rejected() {
        return rejected;
    }

    /** Over the sessions that are an agent's by their start, with the tokens that count for each. */
    public SortedMap<String, Tokens> tokensPerAgent() {
        SortedMap<String, Tokens> agents = new TreeMap<>();
        sessions.values()
                .forEach(session -> agents.merge(
                        session.agentName(),
                        new Tokens(session.totalTokensIn(), session.totalTokensOut()),
                        Tokens::plus));
        return agents;
    }

    public ExpectedAnalytics analytics() {
        return new ExpectedAnalytics(sessions.values(), figures);
    }
}
