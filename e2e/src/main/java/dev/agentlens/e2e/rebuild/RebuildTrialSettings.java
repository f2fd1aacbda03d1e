/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.rebuild;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * @param events to fill the system with
 * @param liveRate events a second that are written meanwhile
 * @param readRate reads a second meanwhile
 * @param baseline how long reads are timed before the rebuild begins
 * @param rebuildOptions passed to {@code ./agentlens rebuild}
 * @param target output directory of this module's build
 * @param directory of what the servers write; what is there is deleted first
 */
record RebuildTrialSettings(
        long events,
        int liveRate,
        int readRate,
        Duration baseline,
        List<String> rebuildOptions,
        Path target,
        Path directory) {}
