/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.prices;

import dev.agentlens.prices.PriceList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The prices by which the read tables are priced, so that all figures agree. Waits for the database: never to be called on an
 * event loop.
 */
@Component
public class CurrentPrices {

    private static final long MAX_AGE_NANOS = 1_000_000_000;

    private record Known(String digest, PriceList prices) {}

    private final JdbcClient jdbc;
    private volatile @Nullable Known known;
    private volatile long checkedNanos;

    CurrentPrices(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** At most a second old; those that the program comes with, where the tables were not priced yet. */
    public PriceList get() {
        Known before = known;
        if (before != null && System.nanoTime() - checkedNanos < MAX_AGE_NANOS) {
            return before.prices();
        }
        Optional<String> digest =
                jdbc.sql("select digest from price_list").query(String.class).optional();
        Known last = known;
        if (last == null || !last.digest().equals(digest.orElse(""))) {
            last = read();
            known = last;
        }
        checkedNanos = System.nanoTime();
        return last.prices();
    }

    /** By these prices. */
    public EventCosts costs() {
        return new EventCosts(get());
    }

    private Known read() {
        return jdbc.sql("select digest, list from price_list")
                .query((row, number) -> new Known(row.getString(1), PriceList.parse(row.getString(2))))
                .optional()
                .orElseGet(() -> new Known("", PriceList.shipped()));
    }
}
