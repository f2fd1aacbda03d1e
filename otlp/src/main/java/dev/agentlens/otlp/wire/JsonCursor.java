/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The place in a JSON request, and the values there as what a field wants. */
final class JsonCursor {

    private final JsonParser parser;
    private final String outside;

    /** Of a complete request. */
    JsonCursor(JsonParser parser) {
        this(parser, "");
    }

    /** @param outside the place in the request of what the parser reads; empty for all of it */
    JsonCursor(JsonParser parser, String outside) {
        this.parser = parser;
        this.outside = outside;
    }

    JsonParser parser() {
        return parser;
    }

    JsonToken token() {
        return parser.currentToken();
    }

    JsonToken next() {
        return parser.nextToken();
    }

    /** How many objects and arrays are open. */
    int depth() {
        return parser.streamReadContext().getNestingDepth();
    }

    String string() {
        if (token() != JsonToken.VALUE_STRING) {
            throw unexpected("a string");
        }
        return parser.getString();
    }

    boolean bool() {
        return switch (token()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw unexpected("true or false");
        };
    }

    /** The text of a number, which may be in a string. */
    String number() {
        return switch (token()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> parser.getString();
            default -> throw unexpected("a number, or a number in a string");
        };
    }

    JsonFieldException unexpected(String expected) {
        return new JsonFieldException(place() + " must be " + expected + ", not " + arrived());
    }

    JsonFieldException unusable(String expected) {
        String text = parser.getString();
        String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        return new JsonFieldException(place() + " must be " + expected + ", not '" + shown + "'");
    }

    /** As in {@code resourceSpans[0].scopeSpans[1].spans[2].name}. */
    String place() {
        String pointer = parser.streamReadContext().pathAsPointer().toString();
        String path = outside + pointer.replaceAll("/(\\d+)(?=/|$)", "[$1]").replace('/', '.');
        if (path.isEmpty()) {
            return "The body";
        }
        return path.startsWith(".") ? path.substring(1) : path;
    }

    private String arrived() {
        return switch (token()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "null";
        };
    }
}
