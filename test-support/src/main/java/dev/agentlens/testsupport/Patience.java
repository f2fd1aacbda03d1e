/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.testsupport;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long each test waits for what takes a moment on an idle machine: a minute. Awaitility's own ten seconds are too few
 * where something else works on the same cores. JUnit finds it by itself.
 */
public final class Patience implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }
}
