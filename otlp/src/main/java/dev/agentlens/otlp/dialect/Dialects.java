/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.dialect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** For the items of one request, of which most have the same attributes as others. Not thread-safe. */
    public Reader reader() {
        return new Reader();
    }

    /** Reads items one after the other. */
    public final class Reader {

        private static final int MAX_KINDS = 256;

        private final Map<Kind, Map<String, List<Rule>>> known = new HashMap<>();

        private Reader() {}

        public Reading read(Item item) {
            Kind kind = new Kind(
                    List.copyOf(item.attributes().keySet()), !item.events().isEmpty());
            Map<String, List<Rule>> rules = known.get(kind);
            if (rules == null) {
                rules = candidates(item).stream().collect(Collectors.groupingBy(Rule::fieldName));
                if (known.size() < MAX_KINDS) {
                    known.put(kind, rules);
                }
            }
            return new Reading(item, rules);
        }
    }

    /** Items with the same attributes have the same candidates: what is known about every item has the same names. */
    private record Kind(List<String> attributes, boolean hasEvents) {}

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
