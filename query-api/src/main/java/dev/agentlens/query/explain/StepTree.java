/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Nests events by {@code parent_span_id}, in whatever order they come. A missing parent, or a parent that is within its
 * own child, is ignored. Events that are nested too deep to be readable are placed at the deepest level.
 */
final class StepTree {

    static final int DEEPEST = 8;

    private static final int NONE = -1;

    private final List<EventSummary> trace;
    private final Map<String, Integer> bySpan = new HashMap<>();
    private final Map<String, Integer> byEvent = new HashMap<>();

    /** For each event, the event that contains it. */
    private final int[] outer;

    /** For each event, the event that ends it. */
    private final int[] end;

    private StepTree(List<EventSummary> trace) {
        this.trace = trace;
        this.outer = new int[trace.size()];
        this.end = new int[trace.size()];
        Arrays.fill(end, NONE);
    }

    /** The top-level events in order, each with the events that it contains, in order. */
    static List<StepNode> of(List<EventSummary> trace) {
        StepTree tree = new StepTree(trace);
        tree.findParents();
        tree.findSpansInTwoEvents();
        tree.cutCircles();
        tree.limitDepth();
        return tree.nodes();
    }

    private void findParents() {
        for (int i = 0; i < trace.size(); i++) {
            Links links = trace.get(i).links();
            byEvent.putIfAbsent(links.eventId(), i);
            if (links.spanId() != null) {
                bySpan.putIfAbsent(links.spanId(), i);
            }
        }
        for (int i = 0; i < trace.size(); i++) {
            outer[i] = named(trace.get(i).links().parentSpanId());
        }
    }

    private int named(@Nullable String parent) {
        if (parent == null) {
            return NONE;
        }
        Integer span = bySpan.get(parent);
        return span == null ? byEvent.getOrDefault(parent, NONE) : span;
    }

    /** A {@code span_start} that contains events also gets its {@code span_end} and other events of its span. */
    private void findSpansInTwoEvents() {
        boolean[] hasInner = new boolean[trace.size()];
        for (int parent : outer) {
            if (parent != NONE) {
                hasInner[parent] = true;
            }
        }
        for (int i = 0; i < trace.size(); i++) {
            String span = trace.get(i).links().spanId();
            int first = span == null ? i : bySpan.getOrDefault(span, i);
            if (first != i && hasInner[first] && trace.get(first).eventType().equals("span_start")) {
                outer[i] = first;
                if (trace.get(i).eventType().equals("span_end")) {
                    end[first] = i;
                }
            }
        }
    }

    /** The earliest event of a cycle becomes a top-level event. */
    private void cutCircles() {
        int[] walk = new int[trace.size()];
        Arrays.fill(walk, NONE);
        for (int i = 0; i < trace.size(); i++) {
            int at = i;
            while (at != NONE && walk[at] == NONE) {
                walk[at] = i;
                at = outer[at];
            }
            if (at != NONE && walk[at] == i) {
                int earliest = at;
                for (int next = outer[at]; next != at; next = outer[next]) {
                    earliest = Math.min(earliest, next);
                }
                outer[earliest] = NONE;
            }
        }
    }

    private void limitDepth() {
        int[] given = outer.clone();
        for (int i = 0; i < trace.size(); i++) {
            List<Integer> path = new ArrayList<>();
            for (int at = given[i]; at != NONE; at = given[at]) {
                path.add(at);
            }
            if (path.size() > DEEPEST) {
                outer[i] = path.get(path.size() - DEEPEST);
            }
        }
    }

    private List<StepNode> nodes() {
        boolean[] hasInner = new boolean[trace.size()];
        for (int parent : outer) {
            if (parent != NONE) {
                hasInner[parent] = true;
            }
        }
        List<StepNode> nodes = new ArrayList<>();
        for (int i = 0; i < trace.size(); i++) {
            nodes.add(new StepNode(trace.get(i), end[i] == NONE ? null : trace.get(end[i])));
        }
        List<StepNode> outermost = new ArrayList<>();
        for (int i = 0; i < trace.size(); i++) {
            StepNode parent = outer[i] == NONE ? null : nodes.get(outer[i]);
            Dialogue messages = trace.get(i).messages();
            if (parent == null) {
                outermost.add(nodes.get(i));
            } else if (messages != null && !hasInner[i]) {
                parent.addMessages(messages);
            } else if (end[outer[i]] != i || hasInner[i]) {
                parent.add(nodes.get(i));
            }
        }
        return outermost;
    }
}
