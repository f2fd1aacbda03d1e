/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

import com.google.protobuf.ByteString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.core.JsonToken;

/**
 * The fields of one message in OTLP's JSON, which is protobuf's JSON but for ids (hex) and enums (numbers). Unknown
 * fields are skipped, and null is the same as absent.
 *
 * @param <B> the builder that takes the values
 */
final class JsonMessage<B> {

    private static final BigInteger MAX_UNSIGNED =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
    private static final BigInteger MIN_SIGNED = BigInteger.valueOf(Long.MIN_VALUE);
    private static final int MAX_NUMBER_LENGTH = 40;

    // A nested attribute value takes three levels, and as many frames of the stack.
    private static final int MAX_DEPTH = 300;

    private final Map<String, BiConsumer<JsonCursor, B>> fields = new HashMap<>();

    /** Reads the object that starts at the cursor, and leaves the cursor at its end. */
    void read(JsonCursor json, B builder) {
        if (json.token() != JsonToken.START_OBJECT) {
            throw json.unexpected("an object");
        }
        if (json.depth() > MAX_DEPTH) {
            throw new JsonFieldException("A value is nested more than " + MAX_DEPTH + " levels deep");
        }
        while (json.next() != JsonToken.END_OBJECT) {
            BiConsumer<JsonCursor, B> field = fields.get(json.parser().currentName());
            json.next();
            if (field == null) {
                json.parser().skipChildren();
            } else if (json.token() != JsonToken.VALUE_NULL) {
                field.accept(json, builder);
            }
        }
    }

    JsonMessage<B> field(String name, BiConsumer<JsonCursor, B> read) {
        fields.put(name, read);
        return this;
    }

    JsonMessage<B> string(String name, BiConsumer<B, String> set) {
        return field(name, (json, builder) -> set.accept(builder, json.string()));
    }

    JsonMessage<B> bool(String name, BiConsumer<B, Boolean> set) {
        return field(name, (json, builder) -> set.accept(builder, json.bool()));
    }

    /** A trace or span id. */
    JsonMessage<B> id(String name, BiConsumer<B, ByteString> set) {
        return field(name, (json, builder) -> set.accept(builder, JsonIds.read(json.string())));
    }

    JsonMessage<B> base64(String name, BiConsumer<B, ByteString> set) {
        return field(name, (json, builder) -> {
            String text = json.string().replace('-', '+').replace('_', '/');
            try {
                set.accept(builder, ByteString.copyFrom(Base64.getDecoder().decode(text)));
            } catch (IllegalArgumentException e) {
                throw json.unusable("base64");
            }
        });
    }

    /** Signed or unsigned, as number or in a string. */
    JsonMessage<B> int64(String name, BiConsumer<B, Long> set) {
        return field(name, (json, builder) -> set.accept(builder, int64(json)));
    }

    JsonMessage<B> int32(String name, BiConsumer<B, Integer> set) {
        return field(name, (json, builder) -> set.accept(builder, (int) int64(json)));
    }

    JsonMessage<B> float64(String name, BiConsumer<B, Double> set) {
        return field(name, (json, builder) -> {
            try {
                set.accept(builder, Double.parseDouble(json.number()));
            } catch (NumberFormatException e) {
                throw json.unusable("a number");
            }
        });
    }

    /** As number, as OTLP says; the name is read too. */
    JsonMessage<B> enumeration(String name, Function<String, Integer> numberOf, BiConsumer<B, Integer> set) {
        return field(name, (json, builder) -> {
            if (json.token() == JsonToken.VALUE_STRING && !Character.isDigit((json.string() + " ").charAt(0))) {
                try {
                    set.accept(builder, numberOf.apply(json.string()));
                } catch (IllegalArgumentException e) {
                    throw json.unusable("a number");
                }
            } else {
                set.accept(builder, (int) int64(json));
            }
        });
    }

    <M> JsonMessage<B> message(
            String name, Supplier<M> newMessage, Supplier<JsonMessage<M>> type, BiConsumer<B, M> set) {
        return field(name, (json, builder) -> {
            M message = newMessage.get();
            type.get().read(json, message);
            set.accept(builder, message);
        });
    }

    <M> JsonMessage<B> list(String name, Supplier<M> newMessage, Supplier<JsonMessage<M>> type, BiConsumer<B, M> add) {
        return field(name, (json, builder) -> {
            if (json.token() != JsonToken.START_ARRAY) {
                throw json.unexpected("an array");
            }
            while (json.next() != JsonToken.END_ARRAY) {
                M message = newMessage.get();
                type.get().read(json, message);
                add.accept(builder, message);
            }
        });
    }

    private static long int64(JsonCursor json) {
        String text = json.number();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notPlain) {
            return exactInt64(json, text);
        }
    }

    private static long exactInt64(JsonCursor json, String text) {
        try {
            // The bound keeps 1e999999999 from becoming a billion digits.
            BigDecimal number = text.length() > MAX_NUMBER_LENGTH ? null : new BigDecimal(text);
            if (number != null && Math.abs((long) number.precision() - number.scale()) <= MAX_NUMBER_LENGTH) {
                BigInteger exact = number.toBigIntegerExact();
                if (exact.compareTo(MIN_SIGNED) >= 0 && exact.compareTo(MAX_UNSIGNED) <= 0) {
                    return exact.longValue();
                }
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Reported below.
        }
        throw json.unusable("a 64-bit integer");
    }
}
