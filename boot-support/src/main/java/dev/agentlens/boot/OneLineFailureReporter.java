/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.boot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says in one line why a process did not start, and keeps Spring's framed text from following. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class OneLineFailureReporter implements FailureAnalysisReporter {

    private static final Logger log = LoggerFactory.getLogger(OneLineFailureReporter.class);
    private static final String SPRING_REPORTER = "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

    @Override
    public void report(FailureAnalysis analysis) {
        String action = analysis.getAction() == null ? "" : " " + analysis.getAction();
        log.error(
                "Not started: {}",
                (analysis.getDescription() + action)
                        .replaceAll("\\s*\\R\\s*", " ")
                        .strip());
        // Not by a setting: some failures come before logging is set up.
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel(SPRING_REPORTER, LogLevel.OFF);
    }
}
