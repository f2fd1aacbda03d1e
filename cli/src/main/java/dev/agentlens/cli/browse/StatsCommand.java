/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.browse;

import dev.agentlens.cli.api.ApiOptions;
import dev.agentlens.cli.api.Query;
import dev.agentlens.cli.terminal.PastTime;
import dev.agentlens.cli.terminal.PrettyPrinter;
import dev.agentlens.cli.terminal.Terminal;
import dev.agentlens.common.json.RawJson;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./agentlens stats}: the totals of all sessions. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        description = {
            "Shows totals: sessions, tokens, cost, models, tools, latencies, errors.",
            "Exit code 0: done; 1: the API cannot be read; 2: called wrongly."
        })
public final class StatsCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ApiOptions api;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = PastTime.class,
            description = "From this time on: ISO 8601 (UTC without a zone), or a duration back such as 2h, 7d.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", converter = PastTime.class, description = "Before this time.")
    private @Nullable Instant to;

    @Option(names = "--agent", paramLabel = "NAME", description = "Of this agent.")
    private @Nullable String agent;

    @Option(names = "--model", paramLabel = "NAME", description = "Of this model.")
    private @Nullable String model;

    @Option(
            names = "--interval",
            paramLabel = "INTERVAL",
            description = "Of what is shown over time: hour, day or week.")
    private @Nullable String interval;

    @Option(names = "--json", description = "For pipes: the API's response on a line.")
    private boolean json;

    /** @param environment says where the API is, and whether colours are wanted */
    public StatsCommand(Map<String, String> environment) {
        this.environment = environment;
        api = new ApiOptions(environment);
    }

    @Override
    public Integer call() {
        Query query = Query.NONE
                .with("from", from)
                .with("to", to)
                .with("agent", agent)
                .with("model", model)
                .with("interval", interval);
        RawJson response = api.connect().get("/analytics", query);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(PrettyPrinter.jsonLine(response) + "\n");
        } else {
            new StatsReport(out, Terminal.wantsColour(environment)).print(response);
        }
        out.flush();
        return 0;
    }
}
