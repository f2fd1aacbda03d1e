/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.prices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Reads prices from CSV: a header, then a row for each price; a line that starts with {@code #} is a comment. */
final class PriceFile {

    private static final String PATTERN = "pattern";
    private static final String PROVIDER = "provider";
    private static final String VALID_FROM = "valid_from";
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";
    private static final String CACHE_READ = "cache_read";
    private static final String CACHE_WRITE = "cache_write";
    private static final String SOURCE = "source";
    private static final String SOURCE_DATE = "source_date";

    private static final List<String> COLUMNS =
            List.of(PATTERN, PROVIDER, VALID_FROM, INPUT, OUTPUT, CACHE_READ, CACHE_WRITE, SOURCE, SOURCE_DATE);
    private static final List<String> REQUIRED = List.of(PATTERN, VALID_FROM, INPUT, OUTPUT);

    private static final int LONGEST_PATTERN = 256;
    private static final int MOST_DECIMALS = 12;
    private static final BigDecimal HIGHEST_PRICE = new BigDecimal(1_000_000);

    private final String name;
    private final Map<String, Integer> columns = new HashMap<>();

    private PriceFile(String name) {
        this.name = name;
    }

    /**
     * @param name says in errors which file it is
     * @throws PriceFileException if the text is not a price file
     */
    static List<PriceRow> read(String name, String text) {
        return new PriceFile(name).rows(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    /** The text of a file with these rows. */
    static String write(List<PriceRow> rows) {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
            csv.printRecord(COLUMNS);
            for (PriceRow row : rows) {
                csv.printRecord(
                        row.pattern(),
                        row.provider(),
                        row.validFrom(),
                        plain(row.price().input()),
                        plain(row.price().output()),
                        plain(row.price().cacheRead()),
                        plain(row.price().cacheWrite()),
                        row.source(),
                        row.sourceDate());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static @Nullable String plain(@Nullable BigDecimal price) {
        return price == null ? null : price.toPlainString();
    }

    private List<PriceRow> rows(String text) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setIgnoreSurroundingSpaces(true)
                .setCommentMarker('#')
                .setIgnoreEmptyLines(true)
                .get();
        List<PriceRow> rows = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            for (CSVRecord cells : parser) {
                if (columns.isEmpty()) {
                    header(cells, parser.getCurrentLineNumber());
                } else {
                    PriceRow row = row(cells, parser.getCurrentLineNumber());
                    if (!seen.add(row.pattern() + ' ' + row.validFrom())) {
                        throw PriceFileException.at(
                                name,
                                parser.getCurrentLineNumber(),
                                VALID_FROM,
                                row.pattern() + " already has a price from " + row.validFrom());
                    }
                    rows.add(row);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw PriceFileException.at(name, 1, "expected CSV with quotes that are closed");
        }
        if (columns.isEmpty()) {
            throw PriceFileException.at(name, 1, "expected the header " + String.join(",", COLUMNS));
        }
        return rows;
    }

    private void header(CSVRecord cells, long line) {
        for (int i = 0; i < cells.size(); i++) {
            String column = cells.get(i).toLowerCase(Locale.ROOT);
            if (!COLUMNS.contains(column)) {
                throw PriceFileException.at(
                        name, line, "no column " + quoted(cells.get(i)) + "; there are " + String.join(", ", COLUMNS));
            }
            if (columns.putIfAbsent(column, i) != null) {
                throw PriceFileException.at(name, line, "column " + column + " is there twice");
            }
        }
        for (String column : REQUIRED) {
            if (!columns.containsKey(column)) {
                throw PriceFileException.at(name, line, "the header lacks the column " + column);
            }
        }
    }

    private PriceRow row(CSVRecord cells, long line) {
        if (cells.size() != columns.size()) {
            throw PriceFileException.at(
                    name, line, "expected " + columns.size() + " cells as in the header, found " + cells.size());
        }
        return new PriceRow(
                pattern(cells, line),
                text(cells, PROVIDER),
                required(date(cells, VALID_FROM, line), VALID_FROM, line),
                new Price(
                        required(price(cells, INPUT, line), INPUT, line),
                        required(price(cells, OUTPUT, line), OUTPUT, line),
                        price(cells, CACHE_READ, line),
                        price(cells, CACHE_WRITE, line)),
                text(cells, SOURCE),
                date(cells, SOURCE_DATE, line));
    }

    private String pattern(CSVRecord cells, long line) {
        String pattern = required(text(cells, PATTERN), PATTERN, line).toLowerCase(Locale.ROOT);
        if (pattern.length() > LONGEST_PATTERN || pattern.chars().allMatch(c -> c == '*')) {
            throw PriceFileException.at(
                    name, line, PATTERN, "expected a model's name of 1 to 256 characters, found " + quoted(pattern));
        }
        return pattern;
    }

    private @Nullable BigDecimal price(CSVRecord cells, String column, long line) {
        String text = text(cells, column);
        if (text == null) {
            return null;
        }
        if (text.matches("\\d{1,7}(\\.\\d{1," + MOST_DECIMALS + "})?")) {
            BigDecimal price = new BigDecimal(text);
            if (price.compareTo(HIGHEST_PRICE) <= 0) {
                return price;
            }
        }
        throw PriceFileException.at(
                name, line, column, "expected US dollars per 1,000,000 tokens such as 2.50, found " + quoted(text));
    }

    private @Nullable LocalDate date(CSVRecord cells, String column, long line) {
        String text = text(cells, column);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw PriceFileException.at(
                    name, line, column, "expected a date such as 2026-02-14, found " + quoted(text));
        }
    }

    private @Nullable String text(CSVRecord cells, String column) {
        Integer index = columns.get(column);
        String text = index == null ? "" : cells.get(index).strip();
        return text.isEmpty() ? null : text;
    }

    private <T> T required(@Nullable T value, String column, long line) {
        if (value == null) {
            throw PriceFileException.at(name, line, column, "must not be empty");
        }
        return value;
    }

    private static String quoted(@Nullable String text) {
        String shown = text == null ? "" : text;
        return '"' + (shown.length() > 80 ? shown.substring(0, 80) + "…" : shown) + '"';
    }
}
