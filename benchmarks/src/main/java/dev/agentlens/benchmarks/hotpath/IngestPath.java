/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.hotpath;

import dev.agentlens.benchmarks.load.Profile;
import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEventCodec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** From the body to the record's value; time for each event of a batch of a hundred. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class IngestPath {

    @Param({"ONE_KB", "AGENT"})
    public Profile profile;

    private byte[] body;
    private List<AgentEvent> events;

    @Setup
    public void prepare() {
        body = Samples.body(profile);
        events = Samples.accepted(body);
    }

    @Benchmark
    @OperationsPerInvocation(Samples.BATCH)
    public Object parseAndValidate() {
        return Samples.validated(body);
    }

    @Benchmark
    @OperationsPerInvocation(Samples.BATCH)
    public void encode(Blackhole values) {
        for (AgentEvent event : events) {
            values.consume(AgentEventCodec.encode(event));
        }
    }
}
