/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.query.prices.EventCosts;
import dev.agentlens.query.session.Decimals;
import dev.agentlens.query.session.JsonFields;
import dev.agentlens.query.session.SessionJson;
import dev.agentlens.query.session.ToolCall;
import dev.agentlens.query.session.TraceEvent;
import dev.agentlens.query.session.UtcTimes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * A session's trace as CSV (RFC 4180) with the thirteen documented columns, and ours behind them. JSON columns hold compact JSON; a cell that a
 * spreadsheet would run as a formula is defused by a leading {@code '} (OWASP, "CSV Injection"); NUL is written as
 * {@code \\u0000}.
 */
final class CsvExport implements AutoCloseable {

    static final List<String> COLUMNS = List.of(
            "event_id",
            "event_type",
            "timestamp",
            "model",
            "tokens_in",
            "tokens_out",
            "duration_ms",
            "input_data",
            "output_data",
            "tool_name",
            "tool_input",
            "tool_output",
            "reasoning",
            "cache_read_tokens",
            "cache_write_tokens",
            "reasoning_tokens",
            "cost_usd");

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    /** How it begins: with one of the four signs, also in full width, which spreadsheets read as the same. */
    private static final Pattern FORMULA =
            Pattern.compile("[\\t\\r]|[\\s\\p{Z}\\p{Cf}\\p{Cc}]*[=+@\\-\uFF1D\uFF0B\uFF0D\uFF20]");

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final int PIECE = 8_192;
    private static final int LARGE_ROW = 256 * 1024;

    private final Writer out;

    /** The row that is being written. It is a hundred short pieces, and a {@link Writer} takes a lock for each. */
    private final StringBuilder row = new StringBuilder();

    private final CSVPrinter csv;
    private final EventCosts costs;

    /** @param byteOrderMark first; without it Excel takes UTF-8 for the system's own encoding */
    CsvExport(OutputStream out, boolean byteOrderMark, EventCosts costs) throws IOException {
        this.costs = costs;
        this.out = new OutputStreamWriter(out, utf8());
        if (byteOrderMark) {
            this.out.write(BYTE_ORDER_MARK);
        }
        csv = new CSVPrinter(row, FORMAT);
        csv.printRecord(COLUMNS);
        writeRow();
    }

    /** Half a surrogate pair becomes U+FFFD, as everywhere else. */
    private static CharsetEncoder utf8() {
        return UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE).replaceWith("\uFFFD".getBytes(UTF_8));
    }

    void row(TraceEvent event) throws IOException {
        ToolCells tool = ToolCells.of(ToolCall.of(event));
        csv.printRecord(
                cell(event.eventId()),
                cell(event.eventType()),
                UtcTimes.text(event.timestamp()),
                cell(event.model()),
                event.tokensIn(),
                event.tokensOut(),
                decimal(event.durationMs()),
                cell(SessionJson.orEmptyObject(event.inputData())),
                cell(SessionJson.orEmptyObject(event.outputData())),
                cell(tool.name()),
                cell(tool.input()),
                cell(tool.output()),
                reasoning(event.decisionTrace()),
                event.cacheReadTokens(),
                event.cacheWriteTokens(),
                event.reasoningTokens(),
                decimal(event.cost(costs)));
        writeRow();
    }

    /** In pieces, since each is copied twice on its way. */
    private void writeRow() throws IOException {
        for (int from = 0; from < row.length(); from += PIECE) {
            out.append(row, from, Math.min(row.length(), from + PIECE));
        }
        row.setLength(0);
        if (row.capacity() > LARGE_ROW) {
            row.trimToSize();
        }
    }

    private static String decimal(@Nullable BigDecimal value) {
        return value == null ? "" : Decimals.plain(value);
    }

    /** Writes out what is held back. */
    @Override
    public void close() throws IOException {
        out.flush();
    }

    private static String reasoning(@Nullable RawJson decisionTrace) {
        RawJson trace = decisionTrace == null || decisionTrace.kind() == JsonKind.OBJECT
                ? JsonFields.first(JsonFields.of(decisionTrace), "reasoning")
                : decisionTrace;
        String text = trace == null ? null : trace.string();
        return text == null ? cell(trace) : cell(text);
    }

    private static String cell(@Nullable RawJson json) {
        return json == null ? "" : cell(json.text());
    }

    private static String cell(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        // RFC 4180 has no NUL; readers reject the complete file, or stop there.
        String shown = text.indexOf('\0') < 0 ? text : text.replace("\0", "\\u0000");
        return mayBeginFormula(shown.charAt(0))
                        && FORMULA.matcher(shown).lookingAt()
                        && !NUMBER.matcher(shown).matches()
                ? "'" + shown
                : shown;
    }

    /** Most cells begin with a letter, a digit or a bracket, and need not be looked at any further. */
    private static boolean mayBeginFormula(char first) {
        return first <= ' ' || first >= 0x7F || "=+@-".indexOf(first) >= 0;
    }
}
