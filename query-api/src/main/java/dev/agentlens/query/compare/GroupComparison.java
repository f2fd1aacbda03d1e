/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.compare;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.agentlens.query.compare.Comparison.Delta;
import dev.agentlens.query.session.UtcTimes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Several sessions, of which the first is the baseline.
 *
 * @param deltas of each other session against it, in order
 */
@JsonNaming(SnakeCaseStrategy.class)
record GroupComparison(String comparedAt, List<SessionMetrics> sessions, List<Deltas> deltas) {

    /** By figure. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Deltas(String sessionId, @JsonAnyGetter Map<String, Delta> figures) {}

    static GroupComparison of(List<SessionMetrics> sessions, Instant comparedAt) {
        SessionMetrics baseline = sessions.get(0);
        List<Deltas> deltas = sessions.stream()
                .skip(1)
                .map(session -> new Deltas(session.sessionId(), Comparison.deltas(baseline, session)))
                .toList();
        return new GroupComparison(UtcTimes.milliseconds(comparedAt), sessions, deltas);
    }
}
