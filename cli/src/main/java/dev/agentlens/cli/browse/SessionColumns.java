/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.browse;

import dev.agentlens.cli.api.Fields;
import dev.agentlens.cli.terminal.HumanReadable;
import dev.agentlens.cli.terminal.Table;
import dev.agentlens.cli.terminal.Table.Cell;
import dev.agentlens.common.json.RawJson;
import java.util.List;
import java.util.function.Function;

/** The columns of a list of sessions: those that the API has fields for. */
final class SessionColumns {

    private static final int LONGEST_NAME = 28;
    private static final int LONGEST_TITLE = 50;

    private static final List<Each> ALL = List.of(
            new Each("SESSION", false, "session_id", session -> Cells.text(session.text("session_id"), 128)),
            new Each("STARTED (UTC)", false, "started_at", SessionColumns::started),
            new Each("STATUS", false, "status", session -> Cells.status(session.text("status", ""))),
            new Each("AGENT", false, "agent_name", session -> Cells.text(session.text("agent_name"), LONGEST_NAME)),
            new Each("EVENTS", true, "event_count", session -> Cells.count(session.number("event_count"))),
            new Each("ERRORS", true, "error_count", session -> Cells.errors(session.count("error_count"))),
            new Each("TOKENS", true, "total_tokens_in", SessionColumns::tokens),
            new Each("DURATION", true, "duration_ms", session -> Cells.milliseconds(session.number("duration_ms"))),
            new Each("COST", true, "cost_usd", session -> Cells.cost(session, "cost_usd")),
            new Each("TITLE", false, "title", session -> Cells.text(session.text("title"), LONGEST_TITLE)));

    private final List<Each> columns;

    private record Each(String name, boolean right, String field, Function<Fields, Cell> cell) {}

    private SessionColumns(List<Each> columns) {
        this.columns = columns;
    }

    /** @param first a session, to see which fields there are */
    static SessionColumns of(Fields first) {
        return new SessionColumns(
                ALL.stream().filter(column -> first.has(column.field())).toList());
    }

    Table table(boolean colour) {
        return new Table(
                columns.stream()
                        .map(column -> new Table.Column(column.name(), column.right()))
                        .toList(),
                colour);
    }

    List<List<Cell>> rows(List<RawJson> sessions) {
        return sessions.stream()
                .map(Fields::of)
                .map(session -> columns.stream()
                        .map(column -> column.cell().apply(session))
                        .toList())
                .toList();
    }

    private static Cell started(Fields session) {
        return new Cell(HumanReadable.time(session.text("started_at", "-")));
    }

    private static Cell tokens(Fields session) {
        return Cells.roughly(session.count("total_tokens_in").add(session.count("total_tokens_out")));
    }
}
