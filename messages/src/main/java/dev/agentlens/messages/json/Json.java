/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.json;

import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON text to trees and back. Numbers keep their digits. */
public final class Json {

    /** Deeper than any event may be nested. */
    private static final int MAX_DEPTH = 1_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** The value that {@code text} holds; null if it is not one JSON value, or nested beyond any event. */
    public static @Nullable JsonNode parse(String text) {
        try {
            JsonNode value = MAPPER.readTree(text);
            return value.isMissingNode() ? null : value;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** The object or array that {@code text} holds; null if it is anything else. */
    public static @Nullable JsonNode parseContainer(String text) {
        String stripped = text.strip();
        boolean looksLikeOne = (stripped.startsWith("{") && stripped.endsWith("}"))
                || (stripped.startsWith("[") && stripped.endsWith("]"));
        return looksLikeOne ? parse(stripped) : null;
    }

    /** JSON text in one line without white space between tokens; half a surrogate pair is written as its escape. */
    public static String compact(JsonNode value) {
        StringWriter text = new StringWriter();
        // Copied token by token: serializers would call each other, level by level.
        try (JsonGenerator json = MAPPER.createGenerator(text);
                JsonParser tokens = MAPPER.treeAsTokens(value)) {
            tokens.nextToken();
            json.copyCurrentStructure(tokens);
        }
        return escapingHalfPairs(text.toString());
    }

    /** Whether {@code value} is nested beyond any event, and beyond what code that calls itself may follow. */
    public static boolean isTooDeep(JsonNode value) {
        Deque<Iterator<JsonNode>> open = new ArrayDeque<>();
        open.push(value.iterator());
        while (!open.isEmpty()) {
            if (!open.element().hasNext()) {
                open.pop();
                continue;
            }
            JsonNode inner = open.element().next();
            if (inner.isContainer()) {
                if (open.size() == MAX_DEPTH) {
                    return true;
                }
                open.push(inner.iterator());
            }
        }
        return false;
    }

    /** The content of a string, the JSON of anything else. */
    public static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : compact(value);
    }

    private static String escapingHalfPairs(String json) {
        if (json.codePoints().noneMatch(Json::isSurrogate)) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 16);
        json.codePoints()
                .forEach(c -> escaped.append(isSurrogate(c) ? String.format("\\u%04x", c) : Character.toString(c)));
        return escaped.toString();
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
