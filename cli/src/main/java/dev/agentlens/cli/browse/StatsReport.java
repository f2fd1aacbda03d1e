/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.browse;

import dev.agentlens.cli.api.Fields;
import dev.agentlens.cli.terminal.HumanReadable;
import dev.agentlens.cli.terminal.Style;
import dev.agentlens.cli.terminal.Table;
import dev.agentlens.cli.terminal.Table.Cell;
import dev.agentlens.common.json.RawJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;

/** The response of GET /analytics in sections; one that has no rows is left out. */
record StatsReport(PrintWriter out, boolean colour) {

    private static final int LONGEST_NAME = 40;
    private static final int MOST_TIMES = 14;

    private record Column(String name, boolean right, Function<Fields, Cell> cell) {}

    void print(RawJson response) {
        Fields stats = Fields.of(response);
        overview(stats);
        section(
                "Agents",
                stats.list("top_agents"),
                List.of(
                        name("AGENT", "agent_name"),
                        count("SESSIONS", "session_count"),
                        count("TOKENS", "total_tokens")));
        section(
                "Models",
                stats.list("model_usage"),
                List.of(
                        name("MODEL", "model"),
                        count("CALLS", "call_count"),
                        count("IN", "total_tokens_in"),
                        count("OUT", "total_tokens_out"),
                        milliseconds("AVERAGE", "avg_duration_ms")));
        section("Latency by model", stats.object("latency").list("by_model"), latency("MODEL", "model"));
        section("Latency by tool", stats.object("latency").list("by_tool"), latency("TOOL", "tool"));
        section(
                "Tools",
                stats.list("tools"),
                List.of(
                        name("TOOL", "tool"),
                        count("CALLS", "calls"),
                        new Column("ERRORS", true, tool -> Cells.errors(tool.count("errors"))),
                        milliseconds("AVERAGE", "avg_duration_ms")));
        section(
                "Cost by model",
                stats.object("cost").list("by_model"),
                List.of(name("MODEL", "model"), cost(), count("UNPRICED TOKENS", "unpriced_tokens")));
        section(
                "Cost by agent",
                stats.object("cost").list("by_agent"),
                List.of(name("AGENT", "agent_name"), cost(), count("UNPRICED TOKENS", "unpriced_tokens")));
        section("Errors", stats.list("errors_by_type"), List.of(name("TYPE", "event_type"), count("COUNT", "count")));
        section("Events", stats.list("event_types"), List.of(name("TYPE", "event_type"), count("COUNT", "count")));
        overTime(stats);
    }

    private void overview(Fields stats) {
        Fields overview = stats.object("overview");
        Fields duration = stats.object("duration");
        field(
                "sessions",
                HumanReadable.count(overview.count("total_sessions")) + " ("
                        + HumanReadable.count(overview.count("active_sessions")) + " active, "
                        + HumanReadable.count(overview.count("completed_sessions")) + " completed, "
                        + HumanReadable.count(overview.count("error_sessions")) + " error, "
                        + HumanReadable.count(overview.count("timeout_sessions")) + " timeout)");
        field("error rate", HumanReadable.plain(overview.count("error_rate")) + " %");
        field("events", HumanReadable.count(overview.count("total_events")));
        field(
                "tokens",
                HumanReadable.count(overview.count("total_tokens")) + " ("
                        + HumanReadable.count(overview.count("total_tokens_in")) + " in, "
                        + HumanReadable.count(overview.count("total_tokens_out")) + " out)");
        if (stats.has("cost")) {
            field("cost", Cells.cost(stats.object("cost"), "total_usd").text());
        }
        field(
                "duration",
                Cells.milliseconds(duration.number("avg_ms")).text() + " on average, "
                        + Cells.milliseconds(duration.number("min_ms")).text() + " to "
                        + Cells.milliseconds(duration.number("max_ms")).text());
    }

    private void overTime(Fields stats) {
        List<RawJson> usage = stats.list("usage_over_time");
        if (usage.isEmpty()) {
            section(
                    "Days",
                    latest(stats.list("sessions_over_time")),
                    List.of(name("DAY", "day"), count("SESSIONS", "session_count"), count("TOKENS", "total_tokens")));
        } else {
            section(
                    "Over time",
                    latest(usage),
                    List.of(
                            new Column("FROM (UTC)", false, row -> new Cell(HumanReadable.time(row.text("time", "-")))),
                            count("SESSIONS", "sessions"),
                            count("CALLS", "calls"),
                            count("IN", "tokens_in"),
                            count("OUT", "tokens_out"),
                            new Column("ERRORS", true, row -> Cells.errors(row.count("errors"))),
                            cost()));
        }
    }

    private static List<RawJson> latest(List<RawJson> rows) {
        return rows.subList(Math.max(0, rows.size() - MOST_TIMES), rows.size());
    }

    private void section(String title, List<RawJson> rows, List<Column> columns) {
        if (rows.isEmpty()) {
            return;
        }
        out.print("\n" + Style.BOLD.on(title, colour) + "\n");
        Table table = new Table(
                columns.stream()
                        .map(column -> new Table.Column(column.name(), column.right()))
                        .toList(),
                colour);
        table.print(
                out,
                rows.stream()
                        .map(Fields::of)
                        .map(row -> columns.stream()
                                .map(column -> column.cell().apply(row))
                                .toList())
                        .toList());
    }

    private void field(String name, String value) {
        out.printf("%-11s %s%n", name, value);
    }

    private static List<Column> latency(String title, String field) {
        return List.of(
                name(title, field),
                count("CALLS", "calls"),
                milliseconds("P50", "p50_ms"),
                milliseconds("P95", "p95_ms"),
                milliseconds("P99", "p99_ms"));
    }

    private static Column name(String title, String field) {
        return new Column(title, false, row -> Cells.text(row.text(field), LONGEST_NAME));
    }

    private static Column count(String title, String field) {
        return new Column(title, true, row -> Cells.count(row.number(field)));
    }

    private static Column milliseconds(String title, String field) {
        return new Column(title, true, row -> Cells.milliseconds(row.number(field)));
    }

    private static Column cost() {
        return new Column("COST", true, row -> Cells.cost(row, "cost_usd"));
    }
}
