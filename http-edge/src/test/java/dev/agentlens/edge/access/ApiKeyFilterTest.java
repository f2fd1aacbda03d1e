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
        new ApiKeyFilter(withKeys(List.of()));

        assertThat(log).contains("Dev mode: no API key is needed");
    }

    @Test
    void keysAreNeverLogged(CapturedOutput log) {
        new ApiKeyFilter(withKeys(List.of("very-secret")));

        assertThat(log).doesNotContain("Dev mode", "very-secret");
    }

    private static EdgeProperties withKeys(List<String> keys) {
        EdgeProperties.RateLimit limits = new EdgeProperties.RateLimit(1, 1, 1, Duration.ofSeconds(60), 10);
        return new EdgeProperties(keys, List.of("*"), "", limits, 1);
    }
}
