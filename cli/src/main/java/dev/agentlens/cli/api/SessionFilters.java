/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.api;

import dev.agentlens.cli.terminal.PastTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Filters of sessions, as parameters of GET /sessions. The API validates them and reports unknown ones. */
public final class SessionFilters {

    @Option(names = "--status", paramLabel = "STATUS", description = "active, completed, error or timeout.")
    private @Nullable String status;

    @Option(names = "--agent", paramLabel = "NAME", description = "Of this agent.")
    private @Nullable String agent;

    @Option(names = "--model", paramLabel = "NAME", description = "That used this model.")
    private @Nullable String model;

    @Option(names = "--tool", paramLabel = "NAME", description = "That called this tool.")
    private @Nullable String tool;

    @Option(names = "--conversation", paramLabel = "ID", description = "Of this conversation.")
    private @Nullable String conversation;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = PastTime.class,
            description = "Started at this time or later: ISO 8601 (UTC without a zone), or a duration back such as 2h,"
                    + " 3d.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", converter = PastTime.class, description = "Started before this time.")
    private @Nullable Instant to;

    @Option(names = "--min-tokens", paramLabel = "N", description = "With so many tokens or more.")
    private @Nullable Long minTokens;

    @Option(names = "--max-tokens", paramLabel = "N", description = "With so many tokens or fewer.")
    private @Nullable Long maxTokens;

    @Option(
            names = "--min-duration",
            paramLabel = "TIME",
            converter = ShortDuration.class,
            description = "That took so long or longer, such as 500ms, 30s, 5m.")
    private @Nullable Duration minDuration;

    @Option(names = "--min-cost", paramLabel = "USD", description = "That cost so many US dollars or more.")
    private @Nullable BigDecimal minCost;

    @Option(names = "--max-cost", paramLabel = "USD", description = "That cost so many US dollars or less.")
    private @Nullable BigDecimal maxCost;

    @Option(names = "--errors", description = "With errors only; --no-errors: without.", negatable = true)
    private @Nullable Boolean errors;

    @Option(
            names = "--metadata",
            paramLabel = "KEY=VALUE",
            description = "Whose metadata has this value. May be repeated: all must match.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    @Option(
            names = "--search",
            paramLabel = "WORDS",
            description = "All words, anywhere in id, agent, title, metadata or error messages.")
    private @Nullable String search;

    /** The filters that are set. */
    public Query query() {
        Query query = Query.NONE
                .with("status", status)
                .with("agent", agent)
                .with("model", model)
                .with("tool", tool)
                .with("conversation_id", conversation)
                .with("from", from)
                .with("to", to)
                .with("min_tokens", minTokens)
                .with("max_tokens", maxTokens)
                .with("min_duration_ms", minDuration == null ? null : minDuration.toMillis())
                .with("min_cost_usd", minCost == null ? null : minCost.toPlainString())
                .with("max_cost_usd", maxCost == null ? null : maxCost.toPlainString())
                .with("errors", errors);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            query = query.with("metadata." + entry.getKey(), entry.getValue());
        }
        return query.with("q", search);
    }
}
