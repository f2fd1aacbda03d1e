/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.JsonReader;
import dev.agentlens.common.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks into the JSON columns of an event. */
public final class JsonFields {

    private JsonFields() {}

    /** The fields of a JSON object; none for null or any other kind of value. */
    public static Map<String, RawJson> of(@Nullable String json) {
        return json == null || !json.startsWith("{")
                ? Map.of()
                : JsonReader.read(json.getBytes(UTF_8), JsonReader::fields);
    }

    /** The elements of a JSON array; none for any other kind of value. */
    public static List<RawJson> elements(RawJson value) {
        List<RawJson> elements = new ArrayList<>();
        if (value.kind() == JsonKind.ARRAY) {
            JsonReader.read(value.text().getBytes(UTF_8), array -> {
                array.array(element -> elements.add(element.value()));
                return elements;
            });
        }
        return elements;
    }

    /** The first of {@code names} that is there and not null. */
    public static @Nullable RawJson first(Map<String, RawJson> fields, String... names) {
        for (String name : names) {
            RawJson value = fields.get(name);
            if (value != null && value.kind() != JsonKind.NULL) {
                return value;
            }
        }
        return null;
    }
}
