/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.demo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What three agents might have done: one succeeded, one failed, one is still running. */
final class DemoSessions {

    private DemoSessions() {}

    /** The events of the {@code n}th session, in order; the first is its {@code session_start}. */
    static List<Map<String, Object>> session(int n, Instant startedAt) {
        DemoSession session = new DemoSession("demo-" + UUID.randomUUID(), startedAt);
        return switch (n % 3) {
            case 0 -> research(session);
            case 1 -> coding(session);
            default -> support(session);
        };
    }

    private static List<Map<String, Object>> research(DemoSession session) {
        return session.start("research-agent", Map.of("version", "2.0", "topic", "event sourcing"))
                .decision(
                        "Search the web before answering: the question asks for current figures.",
                        List.of("answer from memory", "ask the user"),
                        0.86)
                .tool("web_search", Map.of("query", "Kafka exactly-once semantics cost"), Map.of("results", 8), 412.5)
                .llm(
                        "gpt-4",
                        "Summarise the eight results in three sentences.",
                        "Exactly-once costs little where the sink is transactional: the offset is written with the rows.",
                        1240,
                        96,
                        1830.0,
                        "The results agree on the mechanism, so a summary is enough.")
                .tool("calculator", Map.of("expression", "97 / 100"), Map.of("value", 0.97), 3.1)
                .llm(
                        "gpt-4",
                        "Write the final answer.",
                        "Expect about three percent overhead.",
                        310,
                        24,
                        640.2,
                        "The figure from the calculator closes the question.")
                .end("completed");
    }

    private static List<Map<String, Object>> coding(DemoSession session) {
        return session.start("coding-agent", Map.of("repository", "example/shop"))
                .llm(
                        "claude-sonnet",
                        "Fix the failing test in CartTest.",
                        "I will run the test first to see how it fails.",
                        820,
                        41,
                        1105.0,
                        "Without the failure at hand any change is a guess.")
                .tool("run_tests", Map.of("filter", "CartTest"), Map.of("failed", 1, "passed", 11), 5210.0)
                .toolError(
                        "edit_file", Map.of("path", "src/Cart.java"), "permission denied: src/Cart.java is read-only")
                .end("error");
    }

    private static List<Map<String, Object>> support(DemoSession session) {
        return session.start("support-agent", Map.of("channel", "chat"))
                .llm(
                        "gpt-4o-mini",
                        "Where is my order 1042?",
                        "Let me look that up.",
                        58,
                        9,
                        310.4,
                        "The order number is there; the shop's system knows the rest.")
                .tool("order_status", Map.of("order", 1042), Map.of("status", "shipped"), 88.0)
                .events();
    }
}
