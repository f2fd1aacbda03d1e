/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.rebuild;

import java.time.Duration;

/**
 * How to rebuild.
 *
 * @param threads that project, each with a database connection
 * @param maxRate records a second at most; 0 for no limit
 * @param grace between the switch and the end of the tables that were live before
 * @param acceptLoss whether to go on where the log lacks events that the live tables have
 */
record RebuildOptions(int threads, int maxRate, Duration grace, boolean acceptLoss) {}
