/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.testsupport;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long a test waits for what takes a moment on an idle machine: a minute, since Awaitility's own ten seconds are too few
 * where something else works on the same cores. It looks at once, and every 50 ms. JUnit finds this extension by itself.
 */
public final class TestTimeouts implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(50));
    }
}
