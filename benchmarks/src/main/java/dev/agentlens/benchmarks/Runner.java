/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.benchmarks.report.Document;
import dev.agentlens.benchmarks.report.Host;
import dev.agentlens.benchmarks.report.Report;
import dev.agentlens.benchmarks.report.Section;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs benchmarks one after the other and reports the results: on the terminal, as JSON, in a document. */
final class Runner {

    private final RunOptions options;
    private final String command;

    /** @param commandLine that asked for it */
    Runner(RunOptions options, CommandLine commandLine) {
        this.options = options;
        command = "./benchmarks/run " + commandLine.getCommandName() + arguments(commandLine);
    }

    void run(List<? extends Benchmark> benchmarks) throws Exception {
        Host host = Host.here();
        Instant begun = Instant.now();
        Run run = new Run(options);
        List<Section> sections = new ArrayList<>();
        for (Benchmark benchmark : benchmarks) {
            Section section = benchmark.measure(run);
            sections.add(section);
            Report report = new Report(host, begun, command, List.copyOf(sections));
            System.out.println();
            System.out.println(report.markdown(section));
            // After each, so that a long run that breaks leaves what it found.
            if (options.json != null) {
                Files.writeString(options.json, report.json(), UTF_8);
            }
            if (options.markdown != null) {
                Document.update(options.markdown, report);
            }
        }
    }

    /** Those that change what is measured. */
    private static String arguments(CommandLine commandLine) {
        StringBuilder arguments = new StringBuilder();
        commandLine.getParseResult().matchedOptions().stream()
                .filter(option -> !List.of("--json", "--markdown").contains(option.longestName()))
                .filter(option -> !option.hidden())
                .forEach(option -> {
                    arguments.append(' ').append(option.longestName());
                    if (option.arity().max() > 0) {
                        arguments.append(' ').append(String.join(",", option.originalStringValues()));
                    }
                });
        return arguments.toString();
    }
}
