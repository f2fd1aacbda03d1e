/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class EdgePropertiesTest {

    @Test
    void nothingSetMeansTheDocumentedDefaults() {
        EdgeProperties properties = boundFrom(Map.of());

        assertThat(properties.apiKey()).isEmpty();
        assertThat(properties.apiKeys()).isEmpty();
        assertThat(properties.corsOrigins()).containsExactly("*");
        assertThat(properties.trustProxy()).isEmpty();
        assertThat(properties.rateLimit())
                .isEqualTo(new EdgeProperties.RateLimit(60, 120, 120, Duration.ofSeconds(60), 100_000));
    }

    @Test
    void environmentVariablesHaveTheDocumentedNames() {
        EdgeProperties properties = boundFrom(Map.of(
                "AGENTLENS_API_KEY", "one,two",
                "AGENTLENS_API_KEYS", "ci:ingest:three,wall:read:four",
                "AGENTLENS_TRUST_PROXY", "10.0.0.0/8,192.168.0.0/16",
                "AGENTLENS_RATE_LIMIT_EVENTS", "1",
                "AGENTLENS_RATE_LIMIT_SESSIONS", "2",
                "AGENTLENS_RATE_LIMIT_ANALYTICS", "0",
                "AGENTLENS_RATE_LIMIT_MAX_CLIENTS", "7",
                "AGENTLENS_BLOCKING_THREADS", "3"));

        assertThat(properties.apiKey()).containsExactly("one", "two");
        assertThat(properties.apiKeys()).containsExactly("ci:ingest:three", "wall:read:four");
        assertThat(properties.trustProxy()).isEqualTo("10.0.0.0/8,192.168.0.0/16");
        assertThat(properties.rateLimit()).isEqualTo(new EdgeProperties.RateLimit(1, 2, 0, Duration.ofSeconds(60), 7));
        assertThat(properties.blockingThreads()).isEqualTo(3);
    }

    @Test
    void oneEnvironmentVariableOfAGroupIsEnough() {
        assertThat(boundFrom(Map.of("AGENTLENS_RATE_LIMIT_EVENTS", "5"))
                        .rateLimit()
                        .events())
                .isEqualTo(5);
    }

    private static EdgeProperties boundFrom(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        return Binder.get(environment).bindOrCreate("agentlens", EdgeProperties.class);
    }
}
