/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks into the JSON columns of an event. */
public final class JsonFields {

    private JsonFields() {}

    /** The fields of a JSON object; empty for null or any other kind of value. */
    public static Map<String, RawJson> of(@Nullable RawJson json) {
        return json == null ? Map.of() : json.fields();
    }

    /** The first of {@code names} that is there and not null. */
    public static @Nullable RawJson first(Map<String, RawJson> fields, String... names) {
        for (String name : names) {
            RawJson value = fields.get(name);
            if (value != null && !value.isNull()) {
                return value;
            }
        }
        return null;
    }

    /** Whether it is absent, null, or an object whose fields are all null. */
    public static boolean isEmpty(@Nullable RawJson json) {
        return json == null
                || json.isNull()
                || json.kind() == JsonKind.OBJECT
                        && json.fields().values().stream().allMatch(RawJson::isNull);
    }
}
