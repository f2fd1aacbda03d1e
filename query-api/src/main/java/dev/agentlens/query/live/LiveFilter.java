/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.query.http.Parameters;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Which events a stream has: those that fit every one of these, each of which is one of several; an empty set lets all pass.
 *
 * @param errorsOnly leaves out what is no error
 */
record LiveFilter(Set<String> sessions, Set<String> agents, Set<String> types, Set<String> models, boolean errorsOnly) {

    static final String SESSION = "session";
    static final Set<String> PARAMETERS = Set.of(SESSION, "agent", "type", "model", "errors");

    private static final int MAX_VALUES = 100;
    private static final int MAX_LENGTH = 500;

    /**
     * @param parameters each may be repeated: one of its values must fit
     * @throws ApiException 400 if a value is illegal, or there are too many
     */
    static LiveFilter of(MultiValueMap<String, String> parameters) {
        return new LiveFilter(
                values(SESSION, parameters),
                values("agent", parameters),
                values("type", parameters),
                values("model", parameters),
                Boolean.TRUE.equals(Parameters.truth("errors", parameters.getFirst("errors"))));
    }

    LiveFilter ofSession(String sessionId) {
        return new LiveFilter(Set.of(sessionId), agents, types, models, errorsOnly);
    }

    /** Lets everything pass that one of these does, and maybe more; everything where there are none. */
    static LiveFilter covering(Collection<LiveFilter> filters) {
        return new LiveFilter(
                union(filters, LiveFilter::sessions),
                union(filters, LiveFilter::agents),
                union(filters, LiveFilter::types),
                union(filters, LiveFilter::models),
                !filters.isEmpty() && filters.stream().allMatch(LiveFilter::errorsOnly));
    }

    boolean includes(LiveEvent.Facets event) {
        return fits(sessions, event.sessionId())
                && fits(agents, event.agentName())
                && fits(types, event.eventType())
                && fits(models, event.model())
                && (!errorsOnly || event.error());
    }

    private static boolean fits(Set<String> wanted, @Nullable String found) {
        return wanted.isEmpty() || (found != null && wanted.contains(found));
    }

    private static Set<String> union(Collection<LiveFilter> filters, Function<LiveFilter, Set<String>> part) {
        Set<String> union = new HashSet<>();
        for (LiveFilter filter : filters) {
            Set<String> values = part.apply(filter);
            if (values.isEmpty()) {
                return Set.of();
            }
            union.addAll(values);
        }
        return union;
    }

    private static Set<String> values(String name, MultiValueMap<String, String> parameters) {
        Set<String> values = new LinkedHashSet<>();
        for (String value : parameters.getOrDefault(name, List.of())) {
            if (value.length() > MAX_LENGTH) {
                throw ApiException.badRequest("Invalid " + name + ": at most " + MAX_LENGTH
                        + " characters are allowed, not " + value.length());
            }
            Parameters.text(name, value);
            if (!value.isEmpty()) {
                values.add(value);
            }
        }
        if (values.size() > MAX_VALUES) {
            throw ApiException.badRequest(
                    "Too many values of " + name + ": " + values.size() + " (max " + MAX_VALUES + ")");
        }
        return values;
    }
}
