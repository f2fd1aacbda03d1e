/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.edge.error.ApiException;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers in a query string. Values that are not integers count as absent. */
public final class PageQuery {

    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,40}");

    private PageQuery() {}

    /** At least 1 and at most {@code max}; {@code fallback} where it is absent, unreadable or 0. */
    public static long limit(@Nullable String value, long fallback, long max) {
        long limit = integer(value, 0);
        return limit == 0 ? fallback : Math.min(Math.max(limit, 1), max);
    }

    /** Clamped to 0 to 2,147,483,647; 0 if absent or invalid. */
    public static int offset(@Nullable String value) {
        return (int) Math.min(Math.max(integer(value, 0), 0), Integer.MAX_VALUE);
    }

    /**
     * {@code cursor}, null where it is absent or empty. A request with a cursor must not have an offset, too.
     *
     * @throws ApiException 400 if both are given
     */
    public static @Nullable String cursor(
            @Nullable String cursor, String cursorName, @Nullable String offset, String offsetName) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        if (offset != null && !offset.isEmpty()) {
            throw ApiException.badRequest(cursorName + " and " + offsetName
                    + " cannot be combined: each says where the page begins; send one of them");
        }
        return cursor;
    }

    private static long integer(@Nullable String value, long fallback) {
        if (value == null || !INTEGER.matcher(value.strip()).matches()) {
            return fallback;
        }
        BigInteger number = new BigInteger(value.strip());
        return number.bitLength() > 62 ? (number.signum() < 0 ? -1 : Long.MAX_VALUE >> 1) : number.longValue();
    }
}
