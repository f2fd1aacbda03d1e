/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may be behind a time (RFC 9557): a time zone in brackets, and tags such as {@code [u-ca=gregory]}. A mark of
 * {@code !} says that a reader who does not understand a part must refuse the time; other parts may be ignored.
 *
 * @param namesZone whether there is a time zone
 * @param zone null where there is none, or it is unknown
 * @param critical whether the zone is marked
 */
record TimeZoneSuffix(boolean namesZone, @Nullable ZoneId zone, boolean critical) {

    private static final TimeZoneSuffix NONE = new TimeZoneSuffix(false, null, false);
    private static final Pattern PART = Pattern.compile("\\[(?<critical>!?)(?<name>[^=\\]]*)(?:=(?<value>[^\\]]*))?]");
    private static final String CALENDAR = "u-ca";

    /** @throws DateTimeException if a marked part is not understood, or a time zone is not the first part */
    static TimeZoneSuffix of(String text) {
        TimeZoneSuffix suffix = NONE;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            boolean critical = !part.group("critical").isEmpty();
            String name = part.group("name");
            if (part.group("value") == null) {
                require(part.start() == 0);
                suffix = new TimeZoneSuffix(true, zone(name, critical), critical);
            } else {
                require(!critical || name.equals(CALENDAR));
            }
        }
        return suffix;
    }

    /** @throws DateTimeException if the zone is marked, and has another offset at this time */
    void requireOffset(ZoneOffset given, Instant time) {
        require(zone == null || !critical || zone.getRules().getOffset(time).equals(given));
    }

    private static @Nullable ZoneId zone(String name, boolean critical) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            require(!critical);
            return null;
        }
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new DateTimeException("Not a suffix of RFC 9557 that is understood");
        }
    }
}
