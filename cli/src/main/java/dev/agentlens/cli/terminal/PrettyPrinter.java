/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.json.JsonReader;
import dev.agentlens.common.json.MalformedJsonException;
import dev.agentlens.common.json.RawJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Prints external bytes on a terminal: their control characters are escaped, JSON is indented. */
public final class PrettyPrinter {

    private static final int INDENT = 2;
    private static final int DEEPEST_INDENT = 40;
    private static final int HEX_WIDTH = 16;
    private static final int HEX_BYTES = 4096;

    private PrettyPrinter() {}

    /** On one line, and cut where it is very long. */
    public static String line(String text, int most) {
        String cut = text.length() > most ? text.substring(0, most) + "..." : text;
        return escaped(cut, false);
    }

    /** Text on as many lines as it has. */
    public static String lines(String text) {
        return escaped(text, true);
    }

    /** A short value on one line: as text in quotes where it is text, else in hexadecimal digits. */
    public static String value(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "none";
        }
        String text = text(bytes);
        return text == null ? "0x" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 64)) : line(text, 400);
    }

    /** On as many lines as it takes: JSON indented, its tokens untouched; other text as it is; else a hex dump. */
    public static String payload(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "(none)";
        }
        RawJson json = json(bytes);
        if (json != null) {
            return payload(json);
        }
        String text = text(bytes);
        return text == null ? hexDump(bytes) : escaped(text, true);
    }

    /** Indented, its tokens untouched. */
    public static String payload(RawJson json) {
        return escaped(indented(json.text()), true);
    }

    /** On one line, still the same JSON: what a terminal must not get raw is within strings only, and is escaped there. */
    public static String jsonLine(RawJson json) {
        StringBuilder shown = new StringBuilder(json.length());
        json.text().codePoints().forEach(c -> {
            if (isSafe(c)) {
                shown.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    shown.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return shown.toString();
    }

    /** Null if the bytes are not one JSON value. */
    private static @Nullable RawJson json(byte[] bytes) {
        try {
            return JsonReader.read(bytes, JsonReader::value);
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    /** Null if the bytes are not UTF-8. */
    public static @Nullable String text(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static String escaped(String text, boolean lines) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean kept = lines && (c == '\n' || c == '\t');
            if (kept || isSafe(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(String.format(c > 0xFFFF ? "\\u{%x}" : "\\u%04x", c));
            }
        });
        return shown.toString();
    }

    private static boolean isSafe(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    /** @param json without white space between its tokens */
    private static String indented(String json) {
        StringBuilder out = new StringBuilder(json.length() * 2);
        int depth = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '"') {
                int end = endOfString(json, i);
                out.append(json, i, end);
                i = end - 1;
            } else if ((c == '{' || c == '[')
                    && i + 1 < json.length()
                    && (json.charAt(i + 1) == '}' || json.charAt(i + 1) == ']')) {
                out.append(c).append(json.charAt(++i));
            } else if (c == '{' || c == '[') {
                newLine(out.append(c), ++depth);
            } else if (c == '}' || c == ']') {
                newLine(out, --depth).append(c);
            } else if (c == ',') {
                newLine(out.append(c), depth);
            } else if (c == ':') {
                out.append(": ");
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static int endOfString(String json, int start) {
        int i = start + 1;
        while (json.charAt(i) != '"') {
            i += json.charAt(i) == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    private static StringBuilder newLine(StringBuilder out, int depth) {
        return out.append('\n').append(" ".repeat(INDENT * Math.min(depth, DEEPEST_INDENT)));
    }

    private static String hexDump(byte[] bytes) {
        StringBuilder dump = new StringBuilder();
        int shown = Math.min(bytes.length, HEX_BYTES);
        for (int at = 0; at < shown; at += HEX_WIDTH) {
            int end = Math.min(at + HEX_WIDTH, shown);
            StringBuilder ascii = new StringBuilder();
            for (int i = at; i < end; i++) {
                ascii.append(bytes[i] >= ' ' && bytes[i] < 0x7F ? (char) bytes[i] : '.');
            }
            String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, at, end);
            dump.append(String.format("%08x  %-47s  %s%n", at, hex, ascii));
        }
        if (shown < bytes.length) {
            dump.append("(").append(bytes.length - shown).append(" bytes more)");
        }
        return dump.toString().stripTrailing();
    }
}
