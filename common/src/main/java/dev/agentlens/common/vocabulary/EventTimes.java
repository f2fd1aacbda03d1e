/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.vocabulary;

import java.time.Instant;

/** The times that an event may have: of the years 1 to 9999, in microseconds. */
public final class EventTimes {

    public static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private EventTimes() {}

    public static boolean include(Instant time) {
        return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
    }
}
