/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.settings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Says in one line why a process did not start; takes the place of Spring's framed text. */
final class OneLineFailureReporter implements FailureAnalysisReporter {

    private static final Logger log = LoggerFactory.getLogger(OneLineFailureReporter.class);

    @Override
    public void report(FailureAnalysis analysis) {
        String action = analysis.getAction() == null ? "" : " " + analysis.getAction();
        log.error(
                "Not started: {}",
                (analysis.getDescription() + action)
                        .replaceAll("\\s*\\R\\s*", " ")
                        .strip());
    }
}
