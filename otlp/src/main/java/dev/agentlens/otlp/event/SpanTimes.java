/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import dev.agentlens.otlp.json.JsonText;
import io.opentelemetry.proto.trace.v1.Span;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * When a span ran. Nanoseconds since 1970, unsigned, 0 for none; an end is never before its start.
 *
 * @param warnings about what was normalised
 */
record SpanTimes(long startNanos, long endNanos, List<String> warnings) {

    private static final int NANOS_PER_MILLI_DIGITS = 6;

    static SpanTimes of(Span span) {
        long start = span.getStartTimeUnixNano();
        long end = span.getEndTimeUnixNano();
        if (end != 0 && Long.compareUnsigned(end, start) < 0) {
            return new SpanTimes(
                    start,
                    start,
                    List.of("The end of span " + Ids.hex(span.getSpanId())
                            + " is before its start; its duration is 0"));
        }
        return new SpanTimes(start, end, List.of());
    }

    /** ISO 8601 in UTC, with microseconds: later digits would not be kept. */
    static String text(long nanos) {
        long seconds = Long.divideUnsigned(nanos, 1_000_000_000L);
        long rest = Long.remainderUnsigned(nanos, 1_000_000_000L);
        return Instant.ofEpochSecond(seconds, rest)
                .truncatedTo(ChronoUnit.MICROS)
                .toString();
    }

    void appendTo(JsonText json) {
        if (startNanos != 0) {
            json.field("timestamp", text(startNanos));
        }
        if (endNanos != 0 && startNanos != 0) {
            json.name("duration_ms").raw(milliseconds(endNanos - startNanos));
        }
    }

    private static String milliseconds(long nanos) {
        BigDecimal exact = new BigDecimal(new BigInteger(Long.toUnsignedString(nanos)), NANOS_PER_MILLI_DIGITS);
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }
}
