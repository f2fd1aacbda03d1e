/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What sessions can be ordered by. Each has an index of its key and the session id. */
enum SessionSort {
    STARTED_AT("s.started_at", "timestamptz"),
    TOTAL_TOKENS("(s.total_tokens_in + s.total_tokens_out)", "numeric"),
    /** A session without an end is the shortest. */
    DURATION("coalesce(s.duration_us, -1)", "bigint"),
    EVENTS("s.event_count", "bigint"),
    ERRORS("s.error_count", "bigint"),
    /** A session of unknown cost is the cheapest. */
    COST("coalesce(s.cost_usd, -1)", "numeric");

    private final String key;
    private final String type;

    SessionSort(String key, String type) {
        this.key = key;
        this.type = type;
    }

    static Optional<SessionSort> of(String name) {
        return Arrays.stream(values())
                .filter(sort -> sort.wireName().equalsIgnoreCase(name))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(SessionSort::wireName).collect(Collectors.joining(", "));
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In SQL, of the row {@code s}. */
    String key() {
        return key;
    }

    /** Of the key, in SQL. */
    String type() {
        return type;
    }
}
