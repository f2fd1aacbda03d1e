/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads one JSON document as a stream and hands out its values as slices of its own bytes, without building a tree.
 * Usable only inside {@link #read}.
 */
public final class JsonReader {

    private final JsonScanner scanner;

    JsonReader(JsonScanner scanner) {
        this.scanner = scanner;
    }

    /**
     * Reads {@code document} with {@code body}, which must consume exactly the one value that the document holds.
     *
     * @throws MalformedJsonException if the bytes are not valid UTF-8, not JSON, or more than one value
     */
    public static <T> T read(byte[] document, Function<JsonReader, T> body) {
        return read(new JsonScanner(document, byteOrderMarkLength(document), document.length), body);
    }

    /**
     * The same for what Python's {@code json.dumps} writes: {@code NaN}, {@code Infinity} and {@code -Infinity} are read as
     * null, which {@link #takeNonFinite} reports.
     */
    public static <T> T readAllowingNonFinite(byte[] document, Function<JsonReader, T> body) {
        return read(new JsonScanner(document, byteOrderMarkLength(document), document.length, true), body);
    }

    private static <T> T read(JsonScanner scanner, Function<JsonReader, T> body) {
        scanner.space();
        if (scanner.atEnd()) {
            throw new MalformedJsonException("the text is empty");
        }
        T result = body.apply(new JsonReader(scanner));
        scanner.space();
        if (!scanner.atEnd()) {
            throw scanner.unexpected("the end of the text");
        }
        return result;
    }

    /** The kind of the value that is next. */
    public JsonKind kind() {
        byte first = scanner.next();
        if (scanner.isAtNonFinite()) {
            return JsonKind.NULL;
        }
        if (!JsonKind.canStartWith(first)) {
            throw scanner.unexpected("a value");
        }
        return JsonKind.startingWith(first);
    }

    /** What was read as null since the last call; of each field of an outermost object each token once. */
    public List<NonFiniteNumber> takeNonFinite() {
        return scanner.takeNonFinite();
    }

    /** Consumes the value that is next, whatever it holds. */
    public RawJson value() {
        return scanner.value();
    }

    /** Consumes an object, handing each field's name to {@code onField}, which consumes its value. */
    public void object(BiConsumer<String, JsonReader> onField) {
        scanner.require('{');
        scanner.space();
        if (scanner.step('}')) {
            return;
        }
        do {
            scanner.space();
            onField.accept(scanner.name(), this);
            scanner.space();
        } while (scanner.step(','));
        scanner.require('}', "',' or '}'");
    }

    /** Consumes an array, calling {@code onElement}, which consumes it, for each element. */
    public void array(Consumer<JsonReader> onElement) {
        scanner.require('[');
        scanner.space();
        if (scanner.step(']')) {
            return;
        }
        do {
            scanner.space();
            onElement.accept(this);
            scanner.space();
        } while (scanner.step(','));
        scanner.require(']', "',' or ']'");
    }

    /**
     * Consumes a complete object: its fields in order of first appearance; of a repeated name the last value counts.
     */
    public Map<String, RawJson> fields() {
        Map<String, RawJson> fields = new LinkedHashMap<>();
        object((name, value) -> fields.put(name, value.value()));
        return fields;
    }

    private static int byteOrderMarkLength(byte[] bytes) {
        return bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF
                ? 3
                : 0;
    }
}
