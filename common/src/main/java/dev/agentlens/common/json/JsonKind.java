/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.json;

/** The kinds of JSON value (RFC 8259, section 3). */
public enum JsonKind {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    BOOLEAN,
    NULL;

    static JsonKind startingWith(byte first) {
        return switch (first) {
            case '{' -> OBJECT;
            case '[' -> ARRAY;
            case '"' -> STRING;
            case 't', 'f' -> BOOLEAN;
            case 'n' -> NULL;
            default -> NUMBER;
        };
    }

    static boolean canStartWith(byte first) {
        return (first >= '0' && first <= '9') || "{[\"-tfn".indexOf(first) >= 0;
    }

    /** With its article, as it is in a sentence: {@code an object}, {@code a string}, {@code null}. */
    public String described() {
        return switch (this) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
        };
    }
}
