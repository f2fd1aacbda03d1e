/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.search;

import dev.agentlens.common.text.MetadataLabel;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The filters of a query as SQL over {@code sessions as s}; words and labels are searched in {@code session_search}.
 */
final class Conditions {

    /** As in the index {@code session_search_words}. No word has a space. */
    private static final String ALL_WORDS = "(x.body || ' ' || coalesce(x.metadata_body, ''))";

    private final List<String> sql = new ArrayList<>();
    private final Map<String, Object> values;
    private final List<String> searched = new ArrayList<>();

    private Conditions(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * @param wordsAreRare whether the words are looked for in their index
     * @param values receives the parameters of the SQL
     */
    static Conditions of(SessionQuery query, boolean wordsAreRare, Map<String, Object> values) {
        Conditions conditions = new Conditions(values);
        conditions.add("s.status = :status", "status", query.status());
        conditions.add("s.agent_name = :agent", "agent", query.agent());
        conditions.add("s.conversation_id = :conversation_id", "conversation_id", query.conversationId());
        conditions.add("s.started_at >= :from", "from", time(query.from()));
        conditions.add("s.started_at < :to", "to", time(query.to()));
        conditions.add("(s.total_tokens_in + s.total_tokens_out) >= :min_tokens", "min_tokens", query.minTokens());
        conditions.add("(s.total_tokens_in + s.total_tokens_out) <= :max_tokens", "max_tokens", query.maxTokens());
        conditions.add(
                "coalesce(s.duration_us, -1) >= :min_duration_us", "min_duration_us", micros(query.minDurationMs()));
        conditions.add("coalesce(s.cost_usd, -1) >= :min_cost_usd", "min_cost_usd", query.minCostUsd());
        conditions.add("coalesce(s.cost_usd, -1) between 0 and :max_cost_usd", "max_cost_usd", query.maxCostUsd());
        if (query.errors() != null) {
            conditions.sql.add(query.errors() ? "s.error_count > 0" : "s.error_count = 0");
        }
        conditions.labels(query);
        conditions.words(query.words(), wordsAreRare);
        return conditions;
    }

    /** Whether words or labels are searched. */
    boolean haveSearched() {
        return !searched.isEmpty();
    }

    /** Tables and conditions, with {@code s} for the session, to be behind {@code from}; there is always a {@code where}. */
    String matching() {
        List<String> all = new ArrayList<>(sql);
        if (haveSearched()) {
            all.add("s.session_id in (select x.session_id from session_search as x where "
                    + String.join(" and ", searched) + ")");
        }
        return "sessions as s where " + (all.isEmpty() ? "true" : String.join(" and ", all));
    }

    /** The same, with {@code x} for the row of {@code session_search}; sessions are read only where a condition needs them. */
    String matchingSearched() {
        return "session_search as x"
                + (sql.isEmpty() ? "" : " join sessions as s on s.session_id = x.session_id")
                + " where " + String.join(" and ", searched)
                + (sql.isEmpty() ? "" : " and " + String.join(" and ", sql));
    }

    private void labels(SessionQuery query) {
        List<String> labels = new ArrayList<>();
        if (query.model() != null) {
            labels.add("model:" + query.model());
        }
        if (query.tool() != null) {
            labels.add("tool:" + query.tool());
        }
        contained("labels", labels);
        contained(
                "metadata_labels",
                query.metadata().entrySet().stream()
                        .map(field -> MetadataLabel.of(field.getKey(), field.getValue()))
                        .toList());
    }

    private void contained(String column, List<String> labels) {
        if (!labels.isEmpty()) {
            searched.add("x." + column + " @> :" + column);
            values.put(column, new SqlArrayValue("text", labels.toArray()));
        }
    }

    /**
     * Of rare words, settled rows are found by the index of words, and the few others by one of their own. With one condition for
     * both, and not a union of two queries, rows can still be looked up for the sessions that another filter leaves. The parts are
     * written differently because PostgreSQL would take the same condition out of both, and then use neither index.
     */
    private void words(List<String> words, boolean rare) {
        List<String> settled = new ArrayList<>();
        List<String> any = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String name = "word" + i;
            settled.add(ALL_WORDS + " like :" + name);
            any.add("(x.body like :" + name + " or x.metadata_body like :" + name + ")");
            values.put(name, pattern(words.get(i)));
        }
        if (rare) {
            searched.add("(x.settled and " + String.join(" and ", settled) + " or not x.settled and "
                    + String.join(" and ", any) + ")");
        } else {
            searched.addAll(any);
        }
    }

    private static String pattern(String word) {
        return "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    private void add(String condition, String name, @Nullable Object value) {
        if (value != null) {
            sql.add(condition);
            values.put(name, value);
        }
    }

    private static @Nullable Object time(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Object micros(@Nullable BigDecimal milliseconds) {
        return milliseconds == null ? null : milliseconds.movePointRight(3).longValue();
    }
}
