/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.readmodel.fold.SessionOutline.Text;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The column {@code failures} of sessions: U+001E between them, U+001F between a time in microseconds, an id and a message.
 */
final class FailureText {

    private static final String BETWEEN = "\u001e";
    private static final String WITHIN = "\u001f";

    private FailureText() {}

    static String write(List<Text> failures) {
        return failures.stream()
                .map(failure -> ChronoUnit.MICROS.between(Instant.EPOCH, failure.at())
                        + WITHIN
                        + failure.eventId()
                        + WITHIN
                        + failure.text())
                .collect(Collectors.joining(BETWEEN));
    }

    static List<Text> read(String column) {
        if (column.isEmpty()) {
            return List.of();
        }
        return Stream.of(column.split(BETWEEN, -1))
                .map(failure -> failure.split(WITHIN, 3))
                .map(parts ->
                        new Text(Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS), parts[1], parts[2]))
                .toList();
    }
}
