/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.query.session.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Formats durations for people. */
final class Durations {

    private static final BigDecimal SECONDS_PER_MINUTE = BigDecimal.valueOf(60);

    private static final BigDecimal MILLIS_PER_SECOND = BigDecimal.valueOf(1000);

    private Durations() {}

    /** {@code 850ms} below 1 s, {@code 45.2s} below 60 s, {@code 1.5m} from there. */
    static String session(Duration duration) {
        if (duration.toMillis() < 1000) {
            return duration.toMillis() + "ms";
        }
        return fromSeconds(Decimals.milliseconds(duration));
    }

    /** The same for a part of a session; {@code 12.5ms} below 1 s. */
    static String span(BigDecimal milliseconds) {
        return milliseconds.compareTo(MILLIS_PER_SECOND) < 0 ? event(milliseconds) : fromSeconds(milliseconds);
    }

    private static String fromSeconds(BigDecimal milliseconds) {
        BigDecimal seconds = milliseconds.movePointLeft(3);
        return seconds.compareTo(SECONDS_PER_MINUTE) < 0
                ? oneDecimal(seconds) + "s"
                : oneDecimal(seconds.divide(SECONDS_PER_MINUTE, 6, RoundingMode.HALF_UP)) + "m";
    }

    /** {@code 12.5ms}: milliseconds to two decimals. */
    static String event(BigDecimal milliseconds) {
        return Decimals.rounded(milliseconds).toPlainString() + "ms";
    }

    private static String oneDecimal(BigDecimal value) {
        return value.setScale(1, RoundingMode.HALF_UP).toPlainString();
    }
}
