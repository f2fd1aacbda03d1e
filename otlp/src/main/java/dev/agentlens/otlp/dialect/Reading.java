/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.dialect;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.otlp.json.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields that the tables know of one item. A field has the value of the first row that gives one. It is read on
 * demand, so that attributes of unused fields are not taken.
 */
public final class Reading {

    private final Item item;
    private final Map<String, List<Rule>> candidates;

    /** @param candidates the rows of each field that may apply, in their order */
    Reading(Item item, Map<String, List<Rule>> candidates) {
        this.item = item;
        this.candidates = candidates;
    }

    /** The value of a field; null where no table knows one. Ask once. */
    public @Nullable RawJson field(String name) {
        List<Rule> rules = candidates.get(name);
        return rules == null ? null : field(rules);
    }

    private @Nullable RawJson field(List<Rule> rules) {
        Map<String, RawJson> members = new LinkedHashMap<>();
        int table = -1;
        for (Rule rule : rules) {
            String member = rule.member();
            // Members of one object come from one table.
            boolean open =
                    members.isEmpty() || (rule.table() == table && member != null && !members.containsKey(member));
            RawJson value = open ? rule.value(item) : null;
            if (value != null) {
                if (member == null) {
                    return value;
                }
                table = rule.table();
                members.put(member, value);
            }
        }
        if (members.isEmpty()) {
            return null;
        }
        JsonText object = new JsonText(256).startObject();
        members.forEach(object::field);
        return object.endObject().value();
    }

    /** As {@link #field}, for a field that is text. */
    public @Nullable String text(String name) {
        RawJson value = field(name);
        return value == null ? null : value.string();
    }
}
