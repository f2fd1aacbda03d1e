/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.browse;

import dev.agentlens.cli.api.Fields;
import dev.agentlens.cli.terminal.HumanReadable;
import dev.agentlens.cli.terminal.PrettyPrinter;
import dev.agentlens.cli.terminal.Style;
import dev.agentlens.cli.terminal.Table.Cell;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Values of the API as cells. What is not there is a dash. */
final class Cells {

    private static final String NONE = "-";

    private Cells() {}

    static Cell text(@Nullable String text, int longest) {
        return new Cell(text == null || text.isEmpty() ? NONE : PrettyPrinter.line(text, longest));
    }

    static Cell count(@Nullable BigDecimal count) {
        return new Cell(count == null ? NONE : HumanReadable.count(count));
    }

    static Cell roughly(@Nullable BigDecimal count) {
        return new Cell(count == null ? NONE : HumanReadable.roughly(count));
    }

    static Cell milliseconds(@Nullable BigDecimal ms) {
        return new Cell(ms == null ? NONE : HumanReadable.milliseconds(ms));
    }

    /** Red where there are some. */
    static Cell errors(BigDecimal count) {
        return new Cell(HumanReadable.count(count), count.signum() > 0 ? Style.RED : null);
    }

    /** What is known; a plus where some tokens have no price. */
    static Cell cost(Fields fields, String field) {
        BigDecimal cost = fields.number(field);
        boolean unpriced = fields.count("unpriced_tokens").signum() > 0;
        return new Cell(cost == null ? (unpriced ? "?" : NONE) : HumanReadable.dollars(cost) + (unpriced ? "+" : ""));
    }

    static Cell status(String status) {
        return new Cell(
                PrettyPrinter.line(status, 20),
                switch (status) {
                    case "completed" -> Style.GREEN;
                    case "error", "timeout" -> Style.RED;
                    case "active" -> Style.CYAN;
                    default -> null;
                });
    }
}
