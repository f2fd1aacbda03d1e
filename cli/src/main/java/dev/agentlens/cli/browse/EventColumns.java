/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.browse;

import dev.agentlens.cli.api.Fields;
import dev.agentlens.cli.terminal.Excerpt;
import dev.agentlens.cli.terminal.HumanReadable;
import dev.agentlens.cli.terminal.Style;
import dev.agentlens.cli.terminal.Table;
import dev.agentlens.cli.terminal.Table.Cell;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.vocabulary.ErrorTypes;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The columns of a session's events.
 *
 * @param startedAt of the session, ISO 8601; the time of an event is shown as how long after it is
 */
record EventColumns(String startedAt) {

    private static final int LONGEST_NAME = 32;

    Table table(boolean colour) {
        return new Table(
                List.of(
                        new Table.Column("AFTER", true),
                        new Table.Column("TYPE", false),
                        new Table.Column("MODEL", false),
                        new Table.Column("IN", true),
                        new Table.Column("OUT", true),
                        new Table.Column("DURATION", true),
                        new Table.Column("COST", true),
                        new Table.Column("WHAT", false)),
                colour);
    }

    List<List<Cell>> rows(List<RawJson> events) {
        return events.stream().map(Fields::of).map(this::row).toList();
    }

    private List<Cell> row(Fields event) {
        return List.of(
                after(event.text("timestamp", "")),
                type(event),
                Cells.text(event.text("model"), LONGEST_NAME),
                tokens(event, "tokens_in"),
                tokens(event, "tokens_out"),
                Cells.milliseconds(event.number("duration_ms")),
                Cells.cost(event, "cost_usd"),
                Cells.text(Excerpt.inAndOut(event.values()), 400));
    }

    private static Cell type(Fields event) {
        String type = event.text("event_type", "");
        boolean error = ErrorTypes.include(type) || event.has("error");
        return new Cell(Cells.text(type, LONGEST_NAME).text(), error ? Style.RED : Style.CYAN);
    }

    private static Cell tokens(Fields event, String field) {
        BigDecimal tokens = event.count(field);
        return tokens.signum() == 0 ? new Cell("-") : Cells.count(tokens);
    }

    private Cell after(String timestamp) {
        try {
            Duration after = Duration.between(Instant.parse(startedAt), Instant.parse(timestamp));
            String sign = after.isNegative() ? "-" : "+";
            return new Cell(
                    sign
                            + HumanReadable.milliseconds(
                                    BigDecimal.valueOf(after.abs().toMillis())),
                    Style.FAINT);
        } catch (DateTimeException e) {
            return new Cell(Cells.text(timestamp, LONGEST_NAME).text(), Style.FAINT);
        }
    }
}
