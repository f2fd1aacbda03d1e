/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

class IngestPropertiesTest {

    @Test
    void nothingSetMeansTheDocumentedLimits() {
        IngestProperties properties = boundFrom(Map.of());

        assertThat(properties.maxBodySize()).isEqualTo(DataSize.ofMegabytes(10));
        assertThat(properties.maxEvents()).isEqualTo(5_000);
        assertThat(properties.maxEventSize()).isEqualTo(DataSize.ofMegabytes(4));
        assertThat(properties.maxBufferedBytes())
                .isGreaterThanOrEqualTo(DataSize.ofMegabytes(20).toBytes());
        assertThat(properties.partitions()).isEqualTo(12);
    }

    @Test
    void environmentVariablesHaveTheNamesThatErrorsTell() {
        IngestProperties properties = boundFrom(Map.of(
                "AGENTLENS_INGEST_MAX_BODY_SIZE", "1MB",
                "AGENTLENS_INGEST_MAX_EVENTS", "10",
                "AGENTLENS_INGEST_MAX_EVENT_SIZE", "64KB",
                "AGENTLENS_INGEST_MAX_BUFFERED_SIZE", "5MB",
                "AGENTLENS_INGEST_PUBLISH_TIMEOUT", "4s"));

        assertThat(properties.maxBodySize()).isEqualTo(DataSize.ofMegabytes(1));
        assertThat(properties.maxEvents()).isEqualTo(10);
        assertThat(properties.maxEventSize()).isEqualTo(DataSize.ofKilobytes(64));
        assertThat(properties.maxBufferedBytes())
                .isEqualTo(DataSize.ofMegabytes(5).toBytes());
        assertThat(properties.publishTimeout()).isEqualTo(Duration.ofSeconds(4));
    }

    private static IngestProperties boundFrom(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        return Binder.get(environment).bindOrCreate("agentlens.ingest", IngestProperties.class);
    }
}
