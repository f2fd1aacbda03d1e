/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.edge.EdgeProperties;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ApiKeyFilterTest {

    @Test
    void devModeIsAnnouncedAtStart(CapturedOutput log) {
        new ApiKeyFilter(withKeys(List.of(), List.of()));

        assertThat(log).contains("Dev mode: no API key is needed");
    }

    @Test
    void keysAreNeverLogged(CapturedOutput log) {
        new ApiKeyFilter(withKeys(List.of("very-secret"), List.of("ci:ingest:as-secret")));

        assertThat(log).doesNotContain("Dev mode", "very-secret", "as-secret");
    }

    @Test
    void blankEntriesAreNoKeys(CapturedOutput log) {
        new ApiKeyFilter(withKeys(List.of("", " "), List.of("", " ")));

        assertThat(log).contains("Dev mode");
    }

    @Test
    void keyOfOneScopeEndsDevMode(CapturedOutput log) {
        new ApiKeyFilter(withKeys(List.of(), List.of("ci:ingest:secret")));

        assertThat(log).doesNotContain("Dev mode");
    }

    private static EdgeProperties withKeys(List<String> keys, List<String> scopedKeys) {
        EdgeProperties.RateLimit limits = new EdgeProperties.RateLimit(1, 1, 1, Duration.ofSeconds(60), 10);
        return new EdgeProperties(keys, scopedKeys, List.of("*"), "", limits, 1);
    }
}
