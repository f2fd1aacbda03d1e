/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.json;

import java.math.BigDecimal;
import java.util.Comparator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the oracle and the checks read it: no digit of a number is lost. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return decimal(one).compareTo(decimal(other));
        }
        return one.equals(other) ? 0 : 1;
    };

    private Json() {}

    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    public static JsonNode parse(byte[] text) {
        return MAPPER.readTree(text);
    }

    /** Whether both mean the same: order of fields and notation of numbers aside. */
    public static boolean same(JsonNode one, JsonNode other) {
        return one.equals(BY_VALUE, other);
    }

    public static BigDecimal decimal(JsonNode number) {
        return number.decimalValue();
    }
}
