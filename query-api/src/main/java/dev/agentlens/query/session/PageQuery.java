/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.edge.error.ApiException;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers in a query string. What is no whole number reads as absent. */
public final class PageQuery {

    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,40}");

    private PageQuery() {}

    /** At least 1 and at most {@code max}; {@code fallback} where it is absent, unreadable or 0. */
    public static long limit(@Nullable String value, long fallback, long max) {
        long limit = whole(value, 0);
        return limit == 0 ? fallback : Math.min(Math.max(limit, 1), max);
    }

    /** At least 0, and at most what a query takes, which is beyond every table; 0 where it is absent or unreadable. */
    public static int offset(@Nullable String value) {
        return (int) Math.min(Math.max(whole(value, 0), 0), Integer.MAX_VALUE);
    }

    /**
     * {@code cursor}, null where it is absent or empty. It says where a page begins; then an offset must not say so too.
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

    private static long whole(@Nullable String value, long fallback) {
        if (value == null || !WHOLE.matcher(value.strip()).matches()) {
            return fallback;
        }
        BigInteger number = new BigInteger(value.strip());
        return number.bitLength() > 62 ? (number.signum() < 0 ? -1 : Long.MAX_VALUE >> 1) : number.longValue();
    }
}
