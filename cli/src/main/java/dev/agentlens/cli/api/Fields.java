/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.api;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object, of which any may be missing: an older API does not have them all. */
public record Fields(Map<String, RawJson> values) {

    /** No fields where the value is null or no object. */
    public static Fields of(@Nullable RawJson object) {
        return new Fields(object == null ? Map.of() : object.fields());
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Null where the field is missing or no string. */
    public @Nullable String text(String name) {
        RawJson value = values.get(name);
        return value == null ? null : value.string();
    }

    public String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    /** Null where the field is missing or no number. */
    public @Nullable BigDecimal number(String name) {
        RawJson value = values.get(name);
        return value == null || value.kind() != JsonKind.NUMBER ? null : new BigDecimal(value.text());
    }

    /** 0 where the field is missing or no number. */
    public BigDecimal count(String name) {
        BigDecimal number = number(name);
        return number == null ? BigDecimal.ZERO : number;
    }

    public Fields object(String name) {
        return of(values.get(name));
    }

    /** Empty where the field is missing or no list. */
    public List<RawJson> list(String name) {
        RawJson value = values.get(name);
        return value == null ? List.of() : value.elements();
    }
}
