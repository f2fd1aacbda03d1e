/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Estimates whether the index of words helps a search. It finds rows by three letters each, and checks all rows that it finds;
 * where many sessions have the words, to scan until enough are found is faster. PostgreSQL has no statistics of long texts, so
 * some rows are read. Waits for the database.
 */
@Component
class RareWords {

    /** As much of a word as the index knows: what is between other characters does not count. */
    private static final Pattern PARTS = Pattern.compile("[a-z0-9]{3,}");

    private static final long SAMPLED_ROWS = 2_000;
    private static final double RARE = 0.02;

    private static final String ROWS = "select reltuples from pg_class where oid = to_regclass('session_search')";

    /** The limit is for a table that was never analyzed, of unknown size. */
    private static final String SHARE = """
            select coalesce(avg(case when HAS_ALL then 1.0 else 0.0 end), 0)
            from (select x.body, x.metadata_body
                  from session_search as x tablesample system (:percent)
                  limit 10000) as x
            """;

    private final JdbcClient jdbc;

    RareWords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether few sessions have all that the index knows of the words. @param words in lower case */
    boolean are(List<String> words) {
        List<String> parts = words.stream()
                .flatMap(word -> PARTS.matcher(word).results().map(MatchResult::group))
                .distinct()
                .toList();
        return !parts.isEmpty() && share(parts) <= RARE;
    }

    private double share(List<String> parts) {
        double rows = jdbc.sql(ROWS).query(Double.class).single();
        Map<String, Object> values = new HashMap<>();
        values.put("percent", 100.0 * SAMPLED_ROWS / Math.max(rows, SAMPLED_ROWS));
        String hasAll = parts.stream()
                .map(part -> {
                    String name = "part" + values.size();
                    values.put(name, "%" + part + "%");
                    return "(x.body like :" + name + " or x.metadata_body like :" + name + ")";
                })
                .collect(Collectors.joining(" and "));
        return jdbc.sql(SHARE.replace("HAS_ALL", hasAll))
                .params(values)
                .query(Double.class)
                .single();
    }
}
