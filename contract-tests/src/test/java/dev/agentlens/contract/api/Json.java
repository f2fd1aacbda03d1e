/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plain Jackson, on purpose none of the code under test. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // As the recordings have it: a small b in the escape of an ESC.
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();

    private Json() {}

    static JsonNode read(String json) {
        return MAPPER.readTree(json);
    }

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** Maps, lists, strings, booleans and numbers that are equal where their value is: 760 and 760.0. */
    static Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), plain(field.getValue())));
            return fields;
        }
        if (node.isArray()) {
            return elements(node).stream().map(Json::plain).toList();
        }
        if (node.isNumber()) {
            return number(node.decimalValue());
        }
        if (node.isString()) {
            return node.stringValue();
        }
        return node.isBoolean() ? node.booleanValue() : null;
    }

    static BigDecimal number(BigDecimal value) {
        return value.stripTrailingZeros();
    }

    static BigDecimal number(long value) {
        return number(BigDecimal.valueOf(value));
    }
}
