/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.search;

import dev.agentlens.common.text.SearchWords;
import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.error.RequestExcerpt;
import dev.agentlens.query.http.Parameters;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The filters and the order of a list of sessions. An absent filter is null.
 *
 * @param given the parameters of the request, by name
 * @param from of {@code started_at}, inclusive
 * @param to of {@code started_at}, exclusive
 * @param metadata values of the metadata's own fields, by key
 * @param words all of which must occur, in lower case
 */
record SessionQuery(
        SortedMap<String, String> given,
        @Nullable String status,
        @Nullable String agent,
        @Nullable String model,
        @Nullable String tool,
        @Nullable String conversationId,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable BigDecimal minTokens,
        @Nullable BigDecimal maxTokens,
        @Nullable BigDecimal minDurationMs,
        @Nullable BigDecimal minCostUsd,
        @Nullable BigDecimal maxCostUsd,
        @Nullable Boolean errors,
        Map<String, String> metadata,
        List<String> words,
        SessionSort sort,
        boolean descending) {

    static final String METADATA = "metadata.";

    static final Set<String> NAMES = Set.of(
            "status",
            "agent",
            "model",
            "tool",
            "conversation_id",
            "from",
            "to",
            "min_tokens",
            "max_tokens",
            "min_duration_ms",
            "min_cost_usd",
            "max_cost_usd",
            "errors",
            "q",
            "sort",
            "order");

    private static final Set<String> STATUSES = Set.of("active", "completed", "error", "timeout");
    private static final int MAX_WORDS = 10;
    private static final int MAX_LENGTH = 500;
    private static final int MAX_METADATA = 10;

    /**
     * @param given parameters of {@link #NAMES}, or that begin with {@link #METADATA}; an empty one is absent
     * @throws ApiException 400 if a value is illegal; the message says which values are legal
     */
    static SessionQuery of(Map<String, String> given) {
        SortedMap<String, String> present = new TreeMap<>();
        given.forEach((name, value) -> {
            if (value.length() > MAX_LENGTH) {
                throw ApiException.badRequest("Invalid " + name + ": at most " + MAX_LENGTH
                        + " characters are allowed, not " + value.length());
            }
            if (!value.isEmpty()) {
                present.put(name, value);
            }
        });
        SessionQuery query = new SessionQuery(
                present,
                status(present.get("status")),
                present.get("agent"),
                present.get("model"),
                present.get("tool"),
                present.get("conversation_id"),
                Parameters.time("from", present.get("from")),
                Parameters.time("to", present.get("to")),
                Parameters.number("min_tokens", present.get("min_tokens")),
                Parameters.number("max_tokens", present.get("max_tokens")),
                Parameters.number("min_duration_ms", present.get("min_duration_ms")),
                Parameters.number("min_cost_usd", present.get("min_cost_usd")),
                Parameters.number("max_cost_usd", present.get("max_cost_usd")),
                Parameters.truth("errors", present.get("errors")),
                metadata(present),
                words(present.get("q")),
                sort(present.get("sort")),
                descending(present.get("order")));
        // Last, so that more specific checks report their legal values first.
        present.forEach(Parameters::text);
        return query;
    }

    /** All sessions, or all of one status, newest first: what has a statement of its own. */
    boolean isPlain() {
        return sort == SessionSort.STARTED_AT && descending && isCounted();
    }

    /** Whether rollups have the number of matches. */
    boolean isCounted() {
        return given.keySet().stream()
                .allMatch(name -> Set.of("status", "sort", "order").contains(name));
    }

    private static @Nullable String status(@Nullable String status) {
        if (status != null && !STATUSES.contains(status)) {
            throw ApiException.badRequest("Invalid status filter " + RequestExcerpt.quoted(status)
                    + ": expected active, completed, error or timeout");
        }
        return status;
    }

    private static SessionSort sort(@Nullable String name) {
        return name == null
                ? SessionSort.STARTED_AT
                : SessionSort.of(name)
                        .orElseThrow(() -> ApiException.badRequest("Invalid sort " + RequestExcerpt.quoted(name)
                                + ": expected one of " + SessionSort.names()));
    }

    private static boolean descending(@Nullable String order) {
        return switch (order == null ? "desc" : order.toLowerCase(Locale.ROOT)) {
            case "desc" -> true;
            case "asc" -> false;
            default ->
                throw ApiException.badRequest(
                        "Invalid order " + RequestExcerpt.quoted(order) + ": expected asc or desc");
        };
    }

    private static Map<String, String> metadata(Map<String, String> given) {
        Map<String, String> metadata = new TreeMap<>();
        given.forEach((name, value) -> {
            if (name.startsWith(METADATA)) {
                metadata.put(name.substring(METADATA.length()), value);
            }
        });
        if (metadata.size() > MAX_METADATA) {
            throw ApiException.badRequest(
                    "Too many metadata filters: " + metadata.size() + " (max " + MAX_METADATA + ")");
        }
        return metadata;
    }

    private static List<String> words(@Nullable String q) {
        List<String> words = new ArrayList<>();
        if (q != null) {
            Arrays.stream(SearchWords.lowerCase(q).split("\\s+"))
                    .filter(word -> !word.isEmpty())
                    .distinct()
                    .forEach(words::add);
        }
        if (words.size() > MAX_WORDS) {
            throw ApiException.badRequest(
                    "Invalid q: at most " + MAX_WORDS + " words are allowed, not " + words.size());
        }
        return words;
    }
}
