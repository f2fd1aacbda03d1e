/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.read;

import dev.agentlens.benchmarks.system.Api;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Searches of sessions, and analytics of a part of them. The values are those that the events of a benchmark have. */
final class Searches {

    private static final int AGENTS = 20;
    private static final int PAGES = 99;
    private static final List<String> MODELS = List.of("gpt-4o", "claude-opus-4", "claude-haiku-4", "llama-3.1-70b");

    static final List<String> FILTERED = Stream.of(
                    "status=error",
                    "agent=agent-7",
                    "model=" + MODELS.get(0),
                    "tool=run_tests",
                    "conversation_id=none",
                    "from=2026-03-01T12:00:00Z",
                    "to=2026-03-01T12:00:00Z",
                    "min_tokens=1",
                    "min_tokens=1000000",
                    "max_tokens=1000",
                    "min_duration_ms=5000",
                    "errors=true",
                    "errors=false",
                    "metadata.environment=main",
                    "metadata.environment=other")
            .map(filter -> "/sessions?limit=50&" + filter)
            .toList();

    static final List<String> WORDS = Stream.of(
                    "agent-7 main", "error timeout", "the agent-11", "build test", "none such")
            .map(words -> "/sessions?limit=50&q=" + URLEncoder.encode(words, StandardCharsets.UTF_8))
            .toList();

    /** More of them than are kept. */
    static final List<String> ANALYTICS = IntStream.range(0, AGENTS)
            .boxed()
            .flatMap(agent -> MODELS.stream()
                    .map(model ->
                            "/analytics?from=2026-03-01T00:00:00Z&to=2026-05-30T00:00:00Z&interval=day&agent=agent-"
                                    + agent + "&model=" + model))
            .toList();

    private static final List<String> SORTS =
            List.of("started_at", "total_tokens", "duration", "events", "errors", "cost");

    private Searches() {}

    static List<String> sorted() {
        return SORTS.stream()
                .flatMap(sort ->
                        Stream.of("desc", "asc").map(order -> "/sessions?limit=50&sort=" + sort + "&order=" + order))
                .toList();
    }

    /** By the cursors of the 99 pages before each. */
    static List<String> hundredthPages(Api api) {
        List<String> paths = new ArrayList<>();
        for (String path : sorted()) {
            String page = path;
            for (int i = 0; i < PAGES; i++) {
                JsonNode cursor = api.get(page).path("next_cursor");
                if (!cursor.isString()) {
                    break;
                }
                page = path + "&cursor=" + URLEncoder.encode(cursor.stringValue(), StandardCharsets.UTF_8);
            }
            paths.add(page);
        }
        return paths;
    }
}
