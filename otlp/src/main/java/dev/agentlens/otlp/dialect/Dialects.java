/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.dialect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables of a signal, newest convention first. Several may apply to one item. */
public final class Dialects {

    /** For spans. */
    public static final Dialects SPANS = new Dialects(Tables.load("spans"));

    /** For log records. */
    public static final Dialects LOGS = new Dialects(Tables.load("logs"));

    private final Map<String, List<Rule>> bySource = new HashMap<>();
    private final List<Rule> ofEvents = new ArrayList<>();

    Dialects(List<Rule> rules) {
        for (Rule rule : rules) {
            if (rule.source().startsWith("@event:")) {
                ofEvents.add(rule);
            } else {
                bySource.computeIfAbsent(rule.source(), source -> new ArrayList<>())
                        .add(rule);
            }
        }
    }

    public Reading read(Item item) {
        return new Reading(item, candidates(item));
    }

    /** The rows that may apply, in their order: far fewer than there are rows. */
    private List<Rule> candidates(Item item) {
        List<Rule> candidates = new ArrayList<>();
        Set<String> prefixes = new HashSet<>();
        item.about().forEach(name -> candidates.addAll(bySource.getOrDefault(name, List.of())));
        for (String name : item.attributes().keySet()) {
            if (name.startsWith("@")) {
                continue;
            }
            candidates.addAll(bySource.getOrDefault(name, List.of()));
            String prefix = NumberedAttributes.prefix(name);
            if (prefix != null && prefixes.add(prefix)) {
                candidates.addAll(bySource.getOrDefault(prefix + ".N", List.of()));
            }
        }
        if (!item.events().isEmpty()) {
            candidates.addAll(ofEvents);
        }
        candidates.sort(Comparator.comparingInt(Rule::order));
        return candidates;
    }
}
