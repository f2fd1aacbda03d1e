/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value as the UTF-8 bytes it was given in: numbers keep their digits, strings their escapes ({@code \u0000}
 * and lone surrogates too), objects their order. Only white space between tokens is not kept, so a value is always one
 * line. Instances share the buffer they were sliced from and must not outlive a later change of it.
 */
public final class RawJson {

    private static final int UNKNOWN_DEPTH = -1;

    private final byte[] buffer;
    private final int start;
    private final int length;
    private final int depth;

    RawJson(byte[] buffer, int start, int length, int depth) {
        this.buffer = buffer;
        this.start = start;
        this.length = length;
        this.depth = depth;
    }

    /** @throws MalformedJsonException if {@code text} is not exactly one JSON value */
    public static RawJson of(String text) {
        return JsonReader.read(text.getBytes(UTF_8), JsonReader::value);
    }

    /** One JSON value that was a {@code RawJson} before, such as one of a read table. Nothing of it is checked again. */
    public static RawJson ofStored(byte[] json) {
        return new RawJson(json, 0, json.length, UNKNOWN_DEPTH);
    }

    /** A JSON string with this content; a lone surrogate becomes its escape. */
    public static RawJson ofString(String content) {
        byte[] quoted = JsonStrings.quote(content);
        return new RawJson(quoted, 0, quoted.length, 0);
    }

    /** A JSON number in these digits, which must be as JSON writes them. */
    public static RawJson ofNumber(String digits) {
        byte[] text = digits.getBytes(UTF_8);
        return new RawJson(text, 0, text.length, 0);
    }

    /** The kind of the value, from its first byte. */
    public JsonKind kind() {
        return JsonKind.startingWith(buffer[start]);
    }

    public boolean isNull() {
        return kind() == JsonKind.NULL;
    }

    /** How deeply arrays and objects are nested: 0 for a scalar, 1 for {@code []}. */
    public int depth() {
        return depth == UNKNOWN_DEPTH ? of(text()).depth : depth;
    }

    /** Length in bytes of UTF-8. */
    public int length() {
        return length;
    }

    /** Bytes that this value keeps in memory: those of the buffer that it was sliced from. */
    public int bytesHeld() {
        return buffer.length;
    }

    /** The fields of a JSON object in order of first appearance, of a repeated name the last value; none for any other kind. */
    public Map<String, RawJson> fields() {
        return kind() == JsonKind.OBJECT
                ? new JsonReader(new JsonScanner(buffer, start, start + length)).fields()
                : Map.of();
    }

    /** What {@link #fields} would hold under this name, without making a map of them all. */
    public @Nullable RawJson field(String name) {
        if (kind() != JsonKind.OBJECT) {
            return null;
        }
        AtomicReference<@Nullable RawJson> last = new AtomicReference<>();
        new JsonReader(new JsonScanner(buffer, start, start + length)).object((field, reader) -> {
            RawJson value = reader.value();
            if (field.equals(name)) {
                last.set(value);
            }
        });
        return last.get();
    }

    /** The elements of a JSON array; none for any other kind. */
    public List<RawJson> elements() {
        if (kind() != JsonKind.ARRAY) {
            return List.of();
        }
        List<RawJson> elements = new ArrayList<>();
        new JsonReader(new JsonScanner(buffer, start, start + length)).array(each -> elements.add(each.value()));
        return elements;
    }

    /** The decoded content of a JSON string; null for any other kind. */
    public @Nullable String string() {
        return kind() == JsonKind.STRING ? JsonStrings.unquote(buffer, start, length) : null;
    }

    /** The JSON text. */
    public String text() {
        return new String(buffer, start, length, UTF_8);
    }

    /** Whether the JSON text has these ASCII characters somewhere; far cheaper than reading it. */
    public boolean mentions(String ascii) {
        return new String(buffer, start, length, ISO_8859_1).contains(ascii);
    }

    /** Feeds the bytes of the JSON text to {@code digest}. */
    public void updateDigest(MessageDigest digest) {
        digest.update(buffer, start, length);
    }

    /** Copies the bytes of the JSON text to {@code target}, from {@code at} on; gives the place after them. */
    public int copyTo(byte[] target, int at) {
        System.arraycopy(buffer, start, target, at, length);
        return at + length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RawJson that
                && Arrays.equals(buffer, start, start + length, that.buffer, that.start, that.start + that.length);
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
