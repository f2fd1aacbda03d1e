/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * Walks over JSON (RFC 8259) in UTF-8 (RFC 3629) and checks both on the way: nothing is decoded, each byte is looked at
 * once, and those of strings eight at a time. Half a surrogate pair may stand in an escape, as the grammar allows.
 */
final class JsonScanner {

    /** Deeper values are refused whole; single values are judged by {@link RawJson#depth()}. */
    static final int MAX_DEPTH = 100_000;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final byte[] json;
    private final int start;
    private final int end;
    private int at;

    // What the values that hold the place are, outermost first: set for an object, clear for an array.
    private final BitSet nesting = new BitSet();
    private int deepest;

    // Values without the white space between their tokens; made when the first is met that has any.
    private byte[] compact = {};
    private int compactEnd;
    private int copiedTo;

    JsonScanner(byte[] json, int start, int end) {
        this.json = json;
        this.start = start;
        this.end = end;
        this.at = start;
    }

    boolean atEnd() {
        return at == end;
    }

    /** The byte that stands next. */
    byte next() {
        if (at == end) {
            throw new MalformedJsonException("Malformed JSON: the text ends early");
        }
        return json[at];
    }

    /** Steps over {@code expected} if that stands next. */
    boolean step(char expected) {
        boolean there = next() == expected;
        if (there) {
            at++;
        }
        return there;
    }

    void require(char expected) {
        if (!step(expected)) {
            throw unexpected();
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
        string();
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
                    throw new MalformedJsonException("Malformed JSON: nested more than " + MAX_DEPTH + " levels deep");
                }
                at++;
                leaveOutSpace();
                valueNext = !closes(depth);
            } else {
                scalar(first);
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
                    require(',');
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
            string();
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
        if (compact.length == 0) {
            compact = new byte[end - start];
        }
        System.arraycopy(json, copiedTo, compact, compactEnd, to - copiedTo);
        compactEnd += to - copiedTo;
        copiedTo = to;
    }

    private void scalar(byte first) {
        switch (first) {
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    private void word(String word) {
        for (int i = 0; i < word.length(); i++) {
            require(word.charAt(i));
        }
    }

    private void number() {
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
        while (at < end && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        if (at == from) {
            next();
            throw unexpected();
        }
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
                throw unexpected();
            }
        }
    }

    /** Passes over what stands for itself: ASCII but control characters, the quote and the backslash. */
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
                        throw unexpected();
                    }
                    at++;
                }
            }
            default -> throw unexpected();
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
            throw new MalformedJsonException("Malformed JSON: not UTF-8 at byte " + (at - start));
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

    /** That another byte should stand next; lines and columns count from 1, columns in bytes. */
    MalformedJsonException unexpected() {
        int line = 1;
        int lineStart = start;
        for (int i = start; i < at; i++) {
            if (json[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new MalformedJsonException("Malformed JSON at line " + line + ", column " + (at - lineStart + 1));
    }
}
