/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.prices;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prices by model and day. Immutable, and safe for use by many threads. A lookup of a name that was seen before is one of a
 * map.
 */
public final class PriceList {

    private static final int REMEMBERED_NAMES = 4_096;
    private static final String SHIPPED = "prices.csv";
    private static final String NAMES = "names.csv";

    private final List<PriceRow> rows;
    private final ModelNames names;
    private final String digest;
    private final Map<String, PriceHistory> byName;
    private final List<PriceHistory> byPattern;
    private final Map<String, Optional<PriceHistory>> remembered = new ConcurrentHashMap<>();

    private PriceList(List<PriceRow> rows) {
        this.rows = List.copyOf(rows);
        String rules = resource(NAMES);
        names = new ModelNames(rules);
        digest = digest(rows, rules);
        Map<String, PriceHistory> histories = new LinkedHashMap<>();
        for (PriceRow row : rows) {
            histories.computeIfAbsent(row.pattern(), PriceHistory::new).add(row);
        }
        byName = histories.entrySet().stream()
                .filter(entry -> entry.getValue().isLiteral())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        byPattern = histories.values().stream()
                .filter(history -> !history.isLiteral())
                .sorted(Comparator.comparingInt(PriceHistory::literalLength)
                        .reversed()
                        .thenComparing(PriceHistory::pattern))
                .toList();
    }

    /** The list that comes with this version. */
    public static PriceList shipped() {
        return new PriceList(PriceFile.read(SHIPPED, resource(SHIPPED)));
    }

    /** The list that {@link #text} wrote. */
    public static PriceList parse(String text) {
        return new PriceList(PriceFile.read("The price list", text));
    }

    /** The list in the format of a price file. */
    public String text() {
        return PriceFile.write(rows);
    }

    /**
     * This list with the rows of a file of the same format. A pattern that the file has loses all rows that it had here.
     *
     * @throws PriceFileException if the file cannot be read or has a mistake
     */
    public PriceList with(Path overrides) {
        List<PriceRow> added = PriceFile.read(overrides.toString(), text(overrides));
        Set<String> replaced = added.stream().map(PriceRow::pattern).collect(Collectors.toSet());
        List<PriceRow> merged = new ArrayList<>(rows);
        merged.removeIf(row -> replaced.contains(row.pattern()));
        merged.addAll(added);
        return new PriceList(merged);
    }

    /**
     * What a model cost on a day: the newest price that held then; before the first one, the first. Empty where the list has
     * no price for the model.
     *
     * @param model as events carry it: any case, with prefixes of providers and gateways, with a version
     */
    public Optional<Price> price(String model, LocalDate day) {
        Optional<PriceHistory> known = remembered.get(model);
        if (known == null) {
            known = find(model);
            // Names come from events: whoever sends many that are unknown must not fill the memory.
            if (remembered.size() >= REMEMBERED_NAMES) {
                remembered.clear();
            }
            remembered.put(model, known);
        }
        return known.map(history -> history.on(day));
    }

    /** All rows: those of the list that is shipped first, each file in its own order. */
    public List<PriceRow> rows() {
        return rows;
    }

    /** The same for two lists that give the same price for every model and day; 32 hexadecimal digits. */
    public String digest() {
        return digest;
    }

    private Optional<PriceHistory> find(String model) {
        for (String candidate : names.candidates(model)) {
            PriceHistory exact = byName.get(candidate);
            if (exact != null) {
                return Optional.of(exact);
            }
            for (PriceHistory history : byPattern) {
                if (history.matches(candidate)) {
                    return Optional.of(history);
                }
            }
        }
        return Optional.empty();
    }

    /** Of what decides a price; who says it, and when, does not. */
    private static String digest(List<PriceRow> rows, String rules) {
        String canonical = rows.stream()
                .map(row -> String.join(
                        " ",
                        row.pattern(),
                        row.validFrom().toString(),
                        plain(row.price().input()),
                        plain(row.price().output()),
                        plain(row.price().cacheRead()),
                        plain(row.price().cacheWrite())))
                .sorted()
                .collect(Collectors.joining("\n", "", "\n" + rules));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String plain(@Nullable BigDecimal price) {
        return price == null ? "-" : price.stripTrailingZeros().toPlainString();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw PriceFileException.unreadable(file, e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(PriceList.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
