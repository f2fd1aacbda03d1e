/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.rebuild;

import java.time.Duration;
import java.util.Locale;

/** What a rebuild under load cost. */
record RebuildTrialReport(
        RebuildTrialSettings settings,
        Latencies alone,
        Latencies beside,
        Duration taken,
        int failedWrites,
        int written,
        boolean checksumsEqual,
        boolean verified) {

    boolean passed() {
        return beside.failures() == 0
                && failedWrites == 0
                && checksumsEqual
                && verified
                && beside.milliseconds(0.99) <= 2 * alone.milliseconds(0.99);
    }

    String markdown() {
        return """
                | | alone | beside the rebuild |
                |---|---|---|
                %s%s%s| reads that failed | %d | %d |

                Rebuilt %,d events in %d s with %d live writes a second (%,d written, %d requests failed) and %d reads a second.
                Old and new tables equal by checksum: %s. `./agentlens verify` clean: %s.
                """.formatted(
                        row("p50", 0.5),
                        row("p99", 0.99),
                        row("p99.9", 0.999),
                        alone.failures(),
                        beside.failures(),
                        settings.events(),
                        taken.toSeconds(),
                        settings.liveRate(),
                        written,
                        failedWrites,
                        settings.readRate(),
                        checksumsEqual ? "yes" : "NO",
                        verified ? "yes" : "NO");
    }

    private String row(String name, double quantile) {
        return String.format(
                Locale.ROOT,
                "| reads, %s | %.1f ms | %.1f ms |%n",
                name,
                alone.milliseconds(quantile),
                beside.milliseconds(quantile));
    }
}
