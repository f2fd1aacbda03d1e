/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.dialect;

import dev.agentlens.common.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table.
 *
 * @param order among the rows of all tables: the first that gives a value wins
 * @param table its place among the tables
 * @param member of the object that rows of one table make together; null where this row makes the field
 */
record Rule(
        int order,
        int table,
        String fieldName,
        @Nullable String member,
        String source,
        Conversion conversion,
        List<Condition> conditions) {

    @Nullable
    RawJson value(Item item) {
        for (Condition condition : conditions) {
            if (!condition.holds(item)) {
                return null;
            }
        }
        return conversion.apply(item, source);
    }
}
