/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.http;

import dev.agentlens.edge.error.RequestExcerpt;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;

/** Unknown parameters of a request: they are ignored, and the response lists them. */
public final class UnknownParameters {

    /** Maximum number of names in the response. */
    private static final int MAX = 20;

    private UnknownParameters() {}

    /** A sentence for each of {@code sent} that is not among {@code known}, in alphabetical order. */
    public static List<String> warnings(Collection<String> sent, Set<String> known) {
        return new TreeSet<>(sent)
                .stream()
                        .filter(name -> !known.contains(name))
                        .limit(MAX)
                        .map(name -> "Unknown parameter " + RequestExcerpt.quoted(name) + " is ignored; known are "
                                + String.join(", ", new TreeSet<>(known)))
                        .toList();
    }

    /** Writes {@code "warnings": [...]}; omitted if the list is empty. */
    public static void write(JsonGenerator json, List<String> warnings) {
        if (!warnings.isEmpty()) {
            json.writeArrayPropertyStart("warnings");
            warnings.forEach(json::writeString);
            json.writeEndArray();
        }
    }
}
