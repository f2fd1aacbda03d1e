/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parameters of a request, in the order in which they were added. Immutable. */
public record Query(List<String> parameters) {

    public static final Query NONE = new Query(List.of());

    public Query {
        parameters = List.copyOf(parameters);
    }

    /** This query with one parameter more; unchanged where the value is null. */
    public Query with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        List<String> more = new ArrayList<>(parameters);
        more.add(encoded(name) + '=' + encoded(value.toString()));
        return new Query(more);
    }

    @Override
    public String toString() {
        return parameters.isEmpty() ? "" : '?' + String.join("&", parameters);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
