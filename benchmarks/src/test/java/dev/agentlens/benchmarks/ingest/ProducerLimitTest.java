/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProducerLimitTest {

    @Test
    void theRateAfterTheWarmUpCounts() {
        assertThat(ProducerLimit.steadyRate("""
                        70000 records sent, 32110.1 records/sec (31.36 MB/sec), 553.20 ms avg latency, 1012.00 ms max latency.
                        50000 records sent, 40650.4 records/sec (39.70 MB/sec), 610.10 ms avg latency, 1012.00 ms max latency.
                        """)).isEqualTo(40650.4);
    }
}
