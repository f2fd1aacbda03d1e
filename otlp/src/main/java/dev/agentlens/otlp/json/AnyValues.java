/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.json;

import dev.agentlens.common.json.MalformedJsonException;
import dev.agentlens.common.json.RawJson;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of attributes as JSON: bytes as base64, NaN and infinities as strings, no value as null. */
public final class AnyValues {

    // Beyond, the text stays text: an event must not be rejected for what a string in it holds.
    private static final int MAX_HELD_DEPTH = 100;

    private AnyValues() {}

    public static RawJson json(AnyValue value) {
        if (value.getValueCase() == AnyValue.ValueCase.STRING_VALUE) {
            return RawJson.ofString(value.getStringValue());
        }
        JsonText json = new JsonText(64);
        append(json, value);
        return json.value();
    }

    /** The value; where it is a string that holds JSON, the JSON that it holds. */
    public static RawJson held(AnyValue value) {
        RawJson held = value.hasStringValue() ? parse(value.getStringValue()) : null;
        return held == null ? json(value) : held;
    }

    /** The JSON that a text holds; null if it holds none. */
    public static @Nullable RawJson parse(String text) {
        if (text.isEmpty() || "{[\"-0123456789tfn \t\r\n".indexOf(text.charAt(0)) < 0) {
            return null;
        }
        try {
            RawJson json = RawJson.of(text);
            return json.depth() <= MAX_HELD_DEPTH ? json : null;
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    public static void append(JsonText json, AnyValue value) {
        switch (value.getValueCase()) {
            case STRING_VALUE -> json.string(value.getStringValue());
            case BOOL_VALUE -> json.raw(Boolean.toString(value.getBoolValue()));
            case INT_VALUE -> json.raw(Long.toString(value.getIntValue()));
            case DOUBLE_VALUE -> append(json, value.getDoubleValue());
            case BYTES_VALUE ->
                json.string(
                        Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray()));
            case ARRAY_VALUE -> {
                json.startArray();
                value.getArrayValue().getValuesList().forEach(element -> append(json, element));
                json.endArray();
            }
            case KVLIST_VALUE -> append(json, value.getKvlistValue().getValuesList());
            default -> json.raw("null");
        }
    }

    /** As an object. */
    public static void append(JsonText json, List<KeyValue> pairs) {
        json.startObject();
        for (KeyValue pair : pairs) {
            json.name(pair.getKey());
            append(json, pair.getValue());
        }
        json.endObject();
    }

    private static void append(JsonText json, double value) {
        if (Double.isFinite(value)) {
            boolean integral = value == Math.rint(value) && Math.abs(value) < 1e15;
            json.raw(integral ? Long.toString((long) value) : Double.toString(value));
        } else {
            json.string(Double.toString(value));
        }
    }
}
