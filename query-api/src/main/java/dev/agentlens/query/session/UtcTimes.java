/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The time of an answer, as the API reference writes it. */
public final class UtcTimes {

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private UtcTimes() {}

    /** {@code 2026-02-18T10:30:00.000Z}: always three digits. */
    public static String milliseconds(Instant time) {
        return MILLISECONDS.format(time);
    }
}
