/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.browse;

import dev.agentlens.cli.api.Fields;
import dev.agentlens.cli.terminal.HumanReadable;
import dev.agentlens.cli.terminal.Table.Cell;
import java.util.List;
import java.util.function.Function;

/** A row of a comparison. */
record ComparedFigure(String name, String field, Function<Fields, Cell> cell) {

    static final List<ComparedFigure> ALL = List.of(
            new ComparedFigure("agent", "agent_name", session -> Cells.text(session.text("agent_name"), 40)),
            new ComparedFigure("status", "status", session -> Cells.status(session.text("status", "-"))),
            new ComparedFigure(
                    "started (UTC)",
                    "started_at",
                    session -> new Cell(HumanReadable.time(session.text("started_at", "-")))),
            milliseconds("duration", "session_duration_ms"),
            count("events", "event_count"),
            new ComparedFigure("errors", "error_count", session -> Cells.errors(session.count("error_count"))),
            count("tokens", "total_tokens"),
            count("tokens in", "tokens_in"),
            count("tokens out", "tokens_out"),
            new ComparedFigure("cost", "cost_usd", session -> Cells.cost(session, "cost_usd")),
            milliseconds("time in events", "total_processing_ms"),
            milliseconds("time per event", "avg_event_duration_ms"),
            names("models", "models"),
            names("tools", "tools"));

    private static ComparedFigure count(String name, String field) {
        return new ComparedFigure(name, field, session -> Cells.count(session.number(field)));
    }

    private static ComparedFigure milliseconds(String name, String field) {
        return new ComparedFigure(name, field, session -> Cells.milliseconds(session.number(field)));
    }

    private static ComparedFigure names(String name, String field) {
        return new ComparedFigure(
                name,
                field,
                session -> Cells.text(
                        String.join(", ", session.object(field).values().keySet()), 40));
    }
}
