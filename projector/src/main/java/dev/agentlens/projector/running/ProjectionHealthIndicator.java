/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import dev.agentlens.readmodel.progress.ProjectionHealth;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Shows {@link ProjectionHealth} in readiness. */
record ProjectionHealthIndicator(ProjectionHealth projection) implements HealthIndicator {

    @Override
    public Health health() {
        Map<String, String> problems = projection.problems();
        return problems.isEmpty()
                ? Health.up().build()
                : Health.down().withDetails(problems).build();
    }
}
