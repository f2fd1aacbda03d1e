/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.browse;

import dev.agentlens.cli.api.Api;
import dev.agentlens.cli.api.ApiOptions;
import dev.agentlens.cli.api.Fields;
import dev.agentlens.cli.api.Paths;
import dev.agentlens.cli.api.Query;
import dev.agentlens.cli.terminal.HumanReadable;
import dev.agentlens.cli.terminal.PrettyPrinter;
import dev.agentlens.cli.terminal.Table;
import dev.agentlens.cli.terminal.Terminal;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./agentlens show ID}: a session and its trace. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Shows a session and its events in order, one a line.",
            "Exit code 0: done; 1: the API cannot be read or has no such session; 2: called wrongly."
        })
public final class ShowCommand implements Callable<Integer> {

    private static final int PAGE = 500;

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ApiOptions api;

    @Parameters(paramLabel = "ID", description = "The session's id.")
    private String id = "";

    @Option(names = "--json", description = "For pipes: the session's JSON on a line, then that of each event.")
    private boolean json;

    /** @param environment says where the API is, and whether colours are wanted */
    public ShowCommand(Map<String, String> environment) {
        this.environment = environment;
        api = new ApiOptions(environment);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Api connected = api.connect();
        Fields session = page(connected, null);
        SessionHeader header = new SessionHeader(session);
        EventColumns columns = new EventColumns(session.text("started_at", ""));
        Table table = columns.table(Terminal.wantsColour(environment));
        if (json) {
            out.print(PrettyPrinter.jsonLine(header.json()) + "\n");
        } else {
            header.print(out);
        }
        Fields page = session;
        while (true) {
            List<RawJson> events = page.list("events");
            if (json) {
                events.forEach(event -> out.print(PrettyPrinter.jsonLine(event) + "\n"));
            } else if (!events.isEmpty()) {
                table.print(out, columns.rows(events));
            }
            String next = page.text("next_event_cursor");
            if (next == null || out.checkError()) {
                out.flush();
                return 0;
            }
            page = page(connected, next);
        }
    }

    private Fields page(Api connected, @Nullable String cursor) {
        return Fields.of(connected.get(
                Paths.session(id), Query.NONE.with("event_limit", PAGE).with("event_cursor", cursor)));
    }

    /** What is above the events. */
    private record SessionHeader(Fields session) {

        RawJson json() {
            JsonObjectWriter object = new JsonObjectWriter(1024);
            session.values().forEach((name, value) -> {
                if (!name.equals("events") && !name.equals("next_event_cursor")) {
                    object.raw(name, value);
                }
            });
            return object.value();
        }

        void print(PrintWriter out) {
            field(out, "session", PrettyPrinter.line(session.text("session_id", ""), 128));
            field(out, "agent", PrettyPrinter.line(session.text("agent_name", "-"), 256));
            field(out, "status", session.text("status", "-"));
            field(out, "started", HumanReadable.time(session.text("started_at", "-")) + " UTC");
            String ended = session.text("ended_at");
            field(out, "ended", ended == null ? "-" : HumanReadable.time(ended) + " UTC");
            field(
                    out,
                    "tokens",
                    HumanReadable.count(session.count("total_tokens_in")) + " in, "
                            + HumanReadable.count(session.count("total_tokens_out")) + " out");
            if (session.has("cost_usd")) {
                field(out, "cost", Cells.cost(session, "cost_usd").text());
            }
            field(out, "events", HumanReadable.count(session.count("total_events")));
            RawJson metadata = session.values().get("metadata");
            if (metadata != null && !metadata.text().equals("{}")) {
                field(out, "metadata", PrettyPrinter.line(metadata.text(), 400));
            }
            out.println();
        }

        private static void field(PrintWriter out, String name, String value) {
            out.printf("%-9s %s%n", name, value);
        }
    }
}
