/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.violation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Violated guarantees. The first few of each kind are kept completely, the rest is counted. */
public final class Violations {

    private static final int KEPT_OF_A_KIND = 8;

    private final long begun = System.nanoTime();
    private final Consumer<String> announce;
    private final Map<String, List<Violation>> kept = new LinkedHashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();

    /**
     * @param promise that was broken, in a few words
     * @param after since the start of the campaign
     */
    public record Violation(String promise, Duration after, String expected, String found) {}

    /** @param announce receives each new violation at once, as one line */
    public Violations(Consumer<String> announce) {
        this.announce = announce;
    }

    public synchronized void add(String promise, String expected, String found) {
        counts.merge(promise, 1L, Long::sum);
        List<Violation> ofKind = kept.computeIfAbsent(promise, p -> new ArrayList<>());
        if (ofKind.size() < KEPT_OF_A_KIND) {
            Duration after = Duration.ofNanos(System.nanoTime() - begun);
            ofKind.add(new Violation(promise, after, expected, found));
            announce.accept("VIOLATION " + promise + ": expected " + expected + ", found " + found);
        }
    }

    public synchronized boolean none() {
        return counts.isEmpty();
    }

    public synchronized List<Violation> kept() {
        return kept.values().stream().flatMap(List::stream).toList();
    }

    /** How often each promise was broken. */
    public synchronized Map<String, Long> counts() {
        return new LinkedHashMap<>(counts);
    }
}
