/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/**
 * Down once a consumer thread has ended unexpectedly, for example by an {@link Error}. Only a restart of the process
 * recovers it.
 */
public class ProjectionThreads implements HealthIndicator {

    private final ConcurrentMessageListenerContainer<?, ?> container;

    ProjectionThreads(ConcurrentMessageListenerContainer<?, ?> container) {
        this.container = container;
    }

    @Override
    public Health health() {
        return container.isInExpectedState()
                ? Health.up().build()
                : Health.down()
                        .withDetail("problem", "A consumer thread has ended; restart this process (the log says why)")
                        .build();
    }
}
