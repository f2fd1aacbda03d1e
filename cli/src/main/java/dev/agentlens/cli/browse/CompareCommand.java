/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.browse;

import dev.agentlens.cli.api.ApiOptions;
import dev.agentlens.cli.api.Fields;
import dev.agentlens.cli.terminal.HumanReadable;
import dev.agentlens.cli.terminal.PrettyPrinter;
import dev.agentlens.cli.terminal.Table;
import dev.agentlens.cli.terminal.Table.Cell;
import dev.agentlens.cli.terminal.Terminal;
import dev.agentlens.cli.terminal.Usage;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
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

/** {@code ./agentlens compare A B ...}: sessions side by side. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Compares sessions side by side; the first is the baseline of the differences.",
            "Exit code 0: done; 1: the API cannot be read or lacks a session; 2: called wrongly."
        })
public final class CompareCommand implements Callable<Integer> {

    private static final int MOST_SESSIONS = 10;

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ApiOptions api;

    @Parameters(paramLabel = "ID", arity = "2..*", description = "Ids of 2 to 10 sessions.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--json", description = "For pipes: the API's response on a line.")
    private boolean json;

    /** @param environment says where the API is, and whether colours are wanted */
    public CompareCommand(Map<String, String> environment) {
        this.environment = environment;
        api = new ApiOptions(environment);
    }

    @Override
    public Integer call() {
        Usage.require(spec, ids.size() <= MOST_SESSIONS, "compare takes at most 10 sessions, not " + ids.size());
        RawJson response = api.connect().post("/sessions/compare", request());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(PrettyPrinter.jsonLine(response) + "\n");
        } else {
            print(out, Fields.of(response));
        }
        out.flush();
        return 0;
    }

    /** Two sessions in the form that every version of the API knows. */
    private RawJson request() {
        JsonObjectWriter request = new JsonObjectWriter(512);
        return ids.size() == 2
                ? request.string("session_a", ids.get(0))
                        .string("session_b", ids.get(1))
                        .value()
                : request.list("sessions", ids.stream().map(RawJson::ofString).toList())
                        .value();
    }

    private void print(PrintWriter out, Fields response) {
        List<Fields> sessions = sessions(response);
        List<Fields> deltas = deltas(response);
        List<Table.Column> columns = new ArrayList<>();
        columns.add(new Table.Column("", false));
        sessions.forEach(session ->
                columns.add(new Table.Column(PrettyPrinter.line(session.text("session_id", "-"), 40), true)));
        List<List<Cell>> rows = new ArrayList<>();
        for (ComparedFigure figure : ComparedFigure.ALL) {
            if (sessions.stream().anyMatch(session -> session.has(figure.field()))) {
                rows.add(row(figure, sessions, deltas));
            }
        }
        new Table(columns, Terminal.wantsColour(environment)).print(out, rows);
    }

    private static List<Cell> row(ComparedFigure figure, List<Fields> sessions, List<Fields> deltas) {
        List<Cell> row = new ArrayList<>();
        row.add(new Cell(figure.name()));
        for (int i = 0; i < sessions.size(); i++) {
            Cell cell = figure.cell().apply(sessions.get(i));
            String change = i == 0 || i > deltas.size()
                    ? null
                    : change(deltas.get(i - 1).object(figure.field()));
            row.add(change == null ? cell : new Cell(cell.text() + " (" + change + ")", cell.style()));
        }
        return row;
    }

    /** Null where the API has none for this figure. */
    private static @Nullable String change(Fields delta) {
        BigDecimal percent = delta.number("percent");
        if (percent == null) {
            return null;
        }
        return percent.signum() == 0 ? "=" : (percent.signum() > 0 ? "+" : "") + HumanReadable.plain(percent) + " %";
    }

    private static List<Fields> sessions(Fields response) {
        return response.has("sessions")
                ? response.list("sessions").stream().map(Fields::of).toList()
                : List.of(response.object("session_a"), response.object("session_b"));
    }

    /** Of every session but the first. */
    private static List<Fields> deltas(Fields response) {
        return response.has("sessions")
                ? response.list("deltas").stream().map(Fields::of).toList()
                : List.of(response.object("deltas"));
    }
}
