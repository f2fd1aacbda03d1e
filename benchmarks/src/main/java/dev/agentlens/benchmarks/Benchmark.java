/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks;

import dev.agentlens.benchmarks.report.Section;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One stage beside its limit; a command of {@code ./benchmarks/run}. */
public abstract class Benchmark implements Callable<Integer> {

    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    /** Measures it; the servers that this takes are gone when it returns. */
    public abstract Section measure(Run run) throws Exception;

    @Override
    public Integer call() throws Exception {
        new Runner(options, spec.commandLine()).run(List.of(this));
        return 0;
    }
}
