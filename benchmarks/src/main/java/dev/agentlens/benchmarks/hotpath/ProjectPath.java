/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.hotpath;

import dev.agentlens.benchmarks.load.Profile;
import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.prices.PriceList;
import dev.agentlens.readmodel.fold.BatchFold;
import dev.agentlens.readmodel.fold.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** From the record's value to changes of sessions and rollups; time for each event of a batch of a hundred. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ProjectPath {

    private static final PriceList PRICES = PriceList.shipped();

    @Param({"ONE_KB", "AGENT"})
    public Profile profile;

    private List<byte[]> values;

    @Setup
    public void prepare() {
        values = new ArrayList<>();
        for (AgentEvent event : Samples.accepted(Samples.body(profile))) {
            values.add(AgentEventCodec.encode(event));
        }
    }

    @Benchmark
    @OperationsPerInvocation(Samples.BATCH)
    public Object decode() {
        return decoded();
    }

    @Benchmark
    @OperationsPerInvocation(Samples.BATCH)
    public Object decodeAndFold() {
        return BatchFold.of(Map.of(), decoded(), PRICES);
    }

    private List<LoggedEvent> decoded() {
        List<LoggedEvent> events = new ArrayList<>(values.size());
        for (byte[] value : values) {
            events.add(new LoggedEvent(AgentEventCodec.decode(value), 0, events.size(), 0));
        }
        return events;
    }
}
