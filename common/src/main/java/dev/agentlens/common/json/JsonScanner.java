/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Walks over JSON (RFC 8259) in UTF-8 (RFC 3629) and checks both on the way: nothing is decoded, each byte is looked at
 * once, and those of strings eight at a time. Half a surrogate pair may be in an escape, as the grammar allows.
 */
final class JsonScanner {

    /** A document with deeper values is rejected; single values are checked by {@link RawJson#depth()}. */
    static final int MAX_DEPTH = 100_000;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final List<String> NON_FINITE = List.of("NaN", "Infinity", "-Infinity");

    /** More than is ever reported. */
    private static final int MAX_NON_FINITE = 100;

    /** How much of the text at an error is shown. */
    private static final int MAX_SHOWN = 24;

    private final byte[] json;
    private final int start;
    private final int end;
    private final boolean allowsNonFinite;
    private int at;

    // The kinds of the enclosing values, outermost first: set for an object, clear for an array.
    private final BitSet nesting = new BitSet();
    private int deepest;

    // Values that are not slices of the document: without white space between tokens, and with null for non-JSON
    // numbers.
    private byte[] compact = {};
    private int compactEnd;
    private int copiedTo;

    // The place of the current field's name in the outermost object.
    private int fieldAt;
    private List<NonFiniteNumber> nonFinite = List.of();
    private int nonFiniteFieldAt;
    private int nonFiniteSeen;

    JsonScanner(byte[] json, int start, int end) {
        this(json, start, end, false);
    }

    /** @param allowsNonFinite whether NaN, Infinity and -Infinity may be sent for null */
    JsonScanner(byte[] json, int start, int end, boolean allowsNonFinite) {
        this.json = json;
        this.start = start;
        this.end = end;
        this.allowsNonFinite = allowsNonFinite;
        this.at = start;
    }

    /** What was read as null since the last call: of each field of an outermost object each token once. */
    List<NonFiniteNumber> takeNonFinite() {
        List<NonFiniteNumber> taken = nonFinite;
        nonFinite = List.of();
        nonFiniteSeen = 0;
        return taken;
    }

    boolean isAtNonFinite() {
        return allowsNonFinite && at < end && nonFiniteIndex(json[at]) >= 0;
    }

    boolean atEnd() {
        return at == end;
    }

    /** The byte that is next. */
    byte next() {
        if (at == end) {
            throw malformed("the text ends early");
        }
        return json[at];
    }

    /** Steps over {@code expected} if that is next. */
    boolean step(char expected) {
        boolean there = next() == expected;
        if (there) {
            at++;
        }
        return there;
    }

    void require(char expected) {
        if (!step(expected)) {
            throw unexpected("'" + expected + "'");
        }
    }

    void require(char character, String expected) {
        if (!step(character)) {
            throw unexpected(expected);
        }
    }

    void space() {
        while (at < end && isSpace(json[at])) {
            at++;
        }
    }

    /** Steps over the name of a field, and over the colon and the space around it. */
    String name() {
        int from = at;
        quotedName();
        String name = JsonStrings.unquote(json, from, at - from);
        space();
        require(':');
        space();
        return name;
    }

    /** Steps over one value, and gives it without the white space between its tokens. */
    RawJson value() {
        int from = at;
        int compactFrom = compactEnd;
        copiedTo = from;
        walk();
        if (copiedTo == from) {
            return new RawJson(json, from, at - from, deepest);
        }
        copyTo(at);
        return new RawJson(compact, compactFrom, compactEnd - compactFrom, deepest);
    }

    private void walk() {
        int depth = 0;
        deepest = 0;
        boolean valueNext = true;
        while (valueNext) {
            byte first = next();
            if (first == '{' || first == '[') {
                nesting.set(depth++, first == '{');
                deepest = Math.max(deepest, depth);
                if (depth > MAX_DEPTH) {
                    throw malformed("nested more than " + MAX_DEPTH + " levels deep");
                }
                at++;
                leaveOutSpace();
                valueNext = !closes(depth);
            } else {
                scalar(first, depth);
                valueNext = false;
            }
            if (valueNext) {
                passName(depth);
            }
            while (!valueNext && depth > 0) {
                leaveOutSpace();
                if (closes(depth)) {
                    at++;
                    depth--;
                } else {
                    require(',', nesting.get(depth - 1) ? "',' or '}'" : "',' or ']'");
                    leaveOutSpace();
                    passName(depth);
                    valueNext = true;
                }
            }
        }
    }

    private boolean closes(int depth) {
        return next() == (nesting.get(depth - 1) ? '}' : ']');
    }

    private void passName(int depth) {
        if (nesting.get(depth - 1)) {
            if (depth == 1) {
                fieldAt = at;
            }
            quotedName();
            leaveOutSpace();
            require(':');
            leaveOutSpace();
        }
    }

    private void leaveOutSpace() {
        if (at < end && isSpace(json[at])) {
            copyTo(at);
            space();
            copiedTo = at;
        }
    }

    private void copyTo(int to) {
        append(json, copiedTo, to - copiedTo);
        copiedTo = to;
    }

    /** Values that were read before keep the array that they are slices of. */
    private void append(byte[] bytes, int from, int count) {
        if (count > compact.length - compactEnd) {
            compact = Arrays.copyOf(compact, Math.max(end - start, compactEnd + compactEnd / 4 + count));
        }
        System.arraycopy(bytes, from, compact, compactEnd, count);
        compactEnd += count;
    }

    private void scalar(byte first, int depth) {
        switch (first) {
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> {
                int index = allowsNonFinite ? nonFiniteIndex(first) : -1;
                if (index < 0) {
                    number();
                } else {
                    nonFinite(index, depth);
                }
            }
        }
    }

    private void word(String word) {
        if (!isNext(word)) {
            throw at + word.length() > end && isNext(word.substring(0, end - at))
                    ? malformed("the text ends early")
                    : unexpected("a value");
        }
        at += word.length();
    }

    private boolean isNext(String word) {
        boolean next = word.length() <= end - at;
        for (int i = 0; next && i < word.length(); i++) {
            next = json[at + i] == word.charAt(i);
        }
        return next;
    }

    /** Which of {@link #NON_FINITE} is next, -1 for none. */
    private int nonFiniteIndex(byte first) {
        if (first != 'N' && first != 'I' && first != '-') {
            return -1;
        }
        int index = first == 'N' ? 0 : first == 'I' ? 1 : 2;
        return isNext(NON_FINITE.get(index)) ? index : -1;
    }

    private void nonFinite(int index, int depth) {
        copyTo(at);
        append(NULL, 0, NULL.length);
        at += NON_FINITE.get(index).length();
        copiedTo = at;
        if (nonFinite.isEmpty() || nonFiniteFieldAt != fieldAt) {
            nonFiniteSeen = 0;
            nonFiniteFieldAt = fieldAt;
        }
        if ((nonFiniteSeen & 1 << index) == 0 && nonFinite.size() < MAX_NON_FINITE) {
            nonFiniteSeen |= 1 << index;
            nonFinite = nonFinite.isEmpty() ? new ArrayList<>() : nonFinite;
            nonFinite.add(
                    new NonFiniteNumber(depth == 0 || !nesting.get(0) ? "" : nameAt(fieldAt), NON_FINITE.get(index)));
        }
    }

    private String nameAt(int from) {
        int before = at;
        at = from;
        string();
        String name = JsonStrings.unquote(json, from, at - from);
        at = before;
        return name;
    }

    private void number() {
        if (!isDigit(json[at]) && json[at] != '-') {
            throw unexpected("a value");
        }
        step('-');
        if (!step('0')) {
            digits();
        }
        if (at < end && json[at] == '.') {
            at++;
            digits();
        }
        if (at < end && (json[at] == 'e' || json[at] == 'E')) {
            at++;
            if (next() == '+' || next() == '-') {
                at++;
            }
            digits();
        }
    }

    private void digits() {
        int from = at;
        while (at < end && isDigit(json[at])) {
            at++;
        }
        if (at == from) {
            throw unexpected("a digit");
        }
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private void quotedName() {
        if (next() != '"') {
            throw unexpected("the name of a field in double quotes");
        }
        string();
    }

    private void string() {
        require('"');
        while (true) {
            passPlain();
            byte b = next();
            if (b == '"') {
                at++;
                return;
            } else if (b == '\\') {
                escape();
            } else if (b < 0) {
                character();
            } else {
                throw unexpected("control characters of a string as escapes, such as \\n");
            }
        }
    }

    /** Skips unescaped ASCII: everything but control characters, the quote and the backslash. */
    private void passPlain() {
        while (at + Long.BYTES <= end) {
            long others = notPlain((long) EIGHT_BYTES.get(json, at));
            if (others != 0) {
                at += Long.numberOfTrailingZeros(others) / Byte.SIZE;
                return;
            }
            at += Long.BYTES;
        }
        while (at < end && json[at] >= ' ' && json[at] != '"' && json[at] != '\\') {
            at++;
        }
    }

    /**
     * The high bit is set in the first of eight bytes that is not plain, and clear in those before it. A borrow may set it
     * wrongly in later ones.
     */
    private static long notPlain(long bytes) {
        long quotes = bytes ^ '"' * EACH;
        long backslashes = bytes ^ '\\' * EACH;
        return (bytes | bytes - ' ' * EACH | quotes - EACH | backslashes - EACH) & HIGH_BITS;
    }

    private void escape() {
        at++;
        switch (next()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> {
                at++;
                for (int i = 0; i < 4; i++) {
                    if (Character.digit(next(), 16) < 0) {
                        throw unexpected("four hexadecimal digits after \\u");
                    }
                    at++;
                }
            }
            default -> throw unexpected("one of \" \\ / b f n r t u after a backslash");
        }
    }

    /** Passes over one character of several bytes. */
    private void character() {
        int first = json[at] & 0xFF;
        int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        boolean valid = length > 0 && at + length <= end && isSecond(first, json[at + 1] & 0xFF);
        for (int i = 2; valid && i < length; i++) {
            valid = (json[at + i] & 0xC0) == 0x80;
        }
        if (!valid) {
            throw malformed(String.format("byte 0x%02X, %d bytes after the start, is not UTF-8", first, at - start));
        }
        at += length;
    }

    /** Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte. */
    private static boolean isSecond(int first, int second) {
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        return second >= least && second <= most;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** @param expected in words, as part of a sentence */
    MalformedJsonException unexpected(String expected) {
        return malformed(at == end ? "the text ends early" : "expected " + expected + ", found " + found());
    }

    /** An error at the current place; lines and columns count from 1, columns in characters. */
    MalformedJsonException malformed(String problem) {
        int line = 1;
        int column = 1;
        for (int i = start; i < at; i++) {
            if (json[i] == '\n') {
                line++;
                column = 1;
            } else if ((json[i] & 0xC0) != 0x80) {
                column++;
            }
        }
        return new MalformedJsonException(line, column, problem);
    }

    /** The text at the current place: a complete word or number, the start of a string, else one character. */
    private String found() {
        if (json[at] >= 0 && (json[at] < ' ' || json[at] == 0x7F)) {
            return String.format("U+%04X", json[at]);
        }
        int to = at + 1;
        while (to < end && to - at < MAX_SHOWN && (isWord(json[at]) || isQuote(json[at])) && isWord(json[to])) {
            to++;
        }
        if (to < end && isQuote(json[at]) && json[to] == json[at]) {
            to++;
        }
        while (to < end && (json[to] & 0xC0) == 0x80) {
            to++;
        }
        return isQuote(json[at]) ? text(at, to) : "'" + text(at, to) + "'";
    }

    private String text(int from, int to) {
        return new String(json, from, to - from, UTF_8);
    }

    private static boolean isQuote(byte b) {
        return b == '"' || b == '\'';
    }

    private static boolean isWord(byte b) {
        return isDigit(b)
                || (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || b == '_'
                || b == '-'
                || b == '.'
                || b == '+';
    }
}
