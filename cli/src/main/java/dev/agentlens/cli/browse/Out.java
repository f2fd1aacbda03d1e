/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.browse;

import dev.agentlens.cli.api.Fields;
import dev.agentlens.cli.terminal.Humane;
import dev.agentlens.cli.terminal.Shown;
import dev.agentlens.cli.terminal.Style;
import dev.agentlens.cli.terminal.Table.Cell;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Values of the API as cells. What is not there is a dash. */
final class Out {

    private static final String NONE = "-";

    private Out() {}

    static Cell text(@Nullable String text, int longest) {
        return new Cell(text == null || text.isEmpty() ? NONE : Shown.line(text, longest));
    }

    static Cell count(@Nullable BigDecimal count) {
        return new Cell(count == null ? NONE : Humane.count(count));
    }

    static Cell roughly(@Nullable BigDecimal count) {
        return new Cell(count == null ? NONE : Humane.roughly(count));
    }

    static Cell milliseconds(@Nullable BigDecimal ms) {
        return new Cell(ms == null ? NONE : Humane.milliseconds(ms));
    }

    /** Red where there are some. */
    static Cell errors(BigDecimal count) {
        return new Cell(Humane.count(count), count.signum() > 0 ? Style.RED : null);
    }

    /** What is known; a plus where some tokens have no price. */
    static Cell cost(Fields fields, String field) {
        BigDecimal cost = fields.number(field);
        boolean unpriced = fields.count("unpriced_tokens").signum() > 0;
        return new Cell(cost == null ? (unpriced ? "?" : NONE) : Humane.dollars(cost) + (unpriced ? "+" : ""));
    }

    static Cell status(String status) {
        return new Cell(
                Shown.line(status, 20),
                switch (status) {
                    case "completed" -> Style.GREEN;
                    case "error", "timeout" -> Style.RED;
                    case "active" -> Style.CYAN;
                    default -> null;
                });
    }
}
