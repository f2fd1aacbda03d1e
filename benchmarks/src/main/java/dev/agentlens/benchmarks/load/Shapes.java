/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** Lengths as agents' runs have them, drawn from the quantiles in {@code agent-shapes.csv}. */
final class Shapes {

    private final Map<String, double[]> values = new HashMap<>();
    private double[] quantiles = {};

    Shapes() {
        try (InputStream file = Objects.requireNonNull(Shapes.class.getResourceAsStream("/agent-shapes.csv"))) {
            new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(this::take);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read agent-shapes.csv", e);
        }
    }

    private void take(String line) {
        String[] cells = line.split(",", 2);
        double[] numbers =
                Stream.of(cells[1].split(",")).mapToDouble(Double::parseDouble).toArray();
        if (cells[0].equals("what")) {
            quantiles = numbers;
        } else {
            values.put(cells[0], numbers);
        }
    }

    /** @param what a line of the file */
    int draw(String what, Random random) {
        double[] lengths = Objects.requireNonNull(values.get(what), what);
        double at = random.nextDouble();
        int above = 1;
        while (quantiles[above] < at) {
            above++;
        }
        double part = (at - quantiles[above - 1]) / (quantiles[above] - quantiles[above - 1]);
        return (int) Math.round(lengths[above - 1] + part * (lengths[above] - lengths[above - 1]));
    }
}
