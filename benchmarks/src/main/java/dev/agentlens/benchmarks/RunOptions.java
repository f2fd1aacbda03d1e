/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks;

import dev.agentlens.benchmarks.load.Profile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every benchmark. */
public final class RunOptions {

    @Option(
            names = "--rounds",
            description = "limit and ours in turn, so often; the medians count (default: ${DEFAULT-VALUE})")
    int rounds = 3;

    @Option(names = "--seconds", description = "of load in each round of each line (default: ${DEFAULT-VALUE})")
    int seconds = 4;

    @Option(
            names = "--warm-up",
            description = "seconds of the same load before each measurement (default: ${DEFAULT-VALUE})")
    int warmUp = 3;

    @Option(
            names = "--events-profile",
            description = "1kb: events of 1,024 bytes; agent: as a coding agent sends them (default: ${DEFAULT-VALUE})")
    Profile profile = Profile.ONE_KB;

    @Option(names = "--heap", description = "of each role's JVM, in MB (default: ${DEFAULT-VALUE})")
    int heap = 256;

    @Option(names = "--full", description = "read, export: the great sizes, which take half an hour more")
    boolean full;

    @Option(names = "--quick", description = "smoke run: one short round of little; the figures mean nothing")
    boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "write the results there, as JSON")
    @Nullable
    Path json;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "put the tables into the places that this file has for them (docs/benchmarks.md)")
    @Nullable
    Path markdown;

    @Option(
            names = "--target",
            defaultValue = "${env:AGENTLENS_E2E_TARGET:-e2e/target}",
            hidden = true,
            description = "output directory of the build of e2e")
    Path target = Path.of("e2e/target");

    @Option(
            names = "--work",
            defaultValue = "${env:AGENTLENS_BENCHMARKS_WORK:-benchmarks/target/work}",
            hidden = true,
            description = "where the servers write; emptied first")
    Path work = Path.of("benchmarks/target/work");
}
