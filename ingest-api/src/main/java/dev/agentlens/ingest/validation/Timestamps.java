/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Reads the times that clients send: ISO 8601 (date, or date and time; basic or extended; no zone means UTC), or epoch
 * milliseconds, or epoch seconds where the number is below 1e11. Results have microseconds, later digits are dropped.
 */
final class Timestamps {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");
    private static final double SECONDS_BELOW = 1e11;
    private static final double LATEST_MILLIS = 253_402_300_799_999.999;
    private static final int MAX_LENGTH = 64;

    private Timestamps() {}

    /** Empty if the value is no string or number, is not of these forms, or lies outside the years 1 to 9999. */
    static Optional<Instant> read(RawJson value) {
        if (value.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String text = value.string();
        if (text != null) {
            return ofText(text);
        }
        return value.kind() == JsonKind.NUMBER ? ofEpoch(value.text()) : Optional.empty();
    }

    private static Optional<Instant> ofText(String text) {
        try {
            return inRange(new Iso8601(text.strip()).read());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> ofEpoch(String text) {
        double approximate = Double.parseDouble(text);
        if (!(Math.abs(approximate) <= LATEST_MILLIS)) {
            return Optional.empty();
        }
        int digitsBeforeMicros = Math.abs(approximate) < SECONDS_BELOW ? 6 : 3;
        BigDecimal number = Math.abs(approximate) < 1e-6 ? BigDecimal.ZERO : new BigDecimal(text);
        long micros = number.movePointRight(digitsBeforeMicros)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
        return inRange(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    private static Optional<Instant> inRange(Instant time) {
        return Optional.of(time).filter(t -> !t.isBefore(EARLIEST) && !t.isAfter(LATEST));
    }
}
