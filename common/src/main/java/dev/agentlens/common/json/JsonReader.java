/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON document as a stream and hands out its values as slices of its own bytes, without building a tree.
 * Usable only inside {@link #read}.
 */
public final class JsonReader {

    /** Deeper documents are refused whole; single values are judged by {@link RawJson#depth()}. */
    static final int MAX_DOCUMENT_DEPTH = 100_000;

    static final JsonFactory FACTORY = JsonFactory.builder()
            // A body is UTF-8 by contract; guessing UTF-16 would also make the offsets count characters.
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DOCUMENT_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] source;
    // Where the parser's offset 0 stands in source.
    private final int base;
    private final JsonParser parser;
    private final boolean masked;

    private JsonReader(byte[] source, int base, JsonParser parser, boolean masked) {
        this.source = source;
        this.base = base;
        this.parser = parser;
        this.masked = masked;
    }

    /**
     * Reads {@code document} with {@code body}, which must consume exactly the one value that the document holds.
     *
     * @throws MalformedJsonException if the bytes are not valid UTF-8, not JSON, or more than one value
     */
    public static <T> T read(byte[] document, Function<JsonReader, T> body) {
        Utf8.requireValid(document);
        int start = Utf8.byteOrderMarkLength(document);
        // Jackson finds the places; the values are cut from the document itself.
        byte[] parsed = LoneSurrogates.masked(document);
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), parsed, start, parsed.length - start)) {
            if (parser.nextToken() == null) {
                throw new MalformedJsonException("Malformed JSON: the text is empty");
            }
            T result = body.apply(new JsonReader(document, start, parser, parsed != document));
            if (parser.nextToken() != null) {
                throw new MalformedJsonException("Malformed JSON: text follows the end of the value");
            }
            return result;
        } catch (StreamConstraintsException e) {
            throw new MalformedJsonException("Malformed JSON: nested more than " + MAX_DOCUMENT_DEPTH + " levels deep");
        } catch (UnexpectedEndOfInputException e) {
            throw new MalformedJsonException("Malformed JSON: the text ends early");
        } catch (JacksonException e) {
            // Jackson's own message names its features and classes; the place is what helps the sender.
            TokenStreamLocation at = e.getLocation();
            throw new MalformedJsonException(
                    "Malformed JSON at line " + at.getLineNr() + ", column " + at.getColumnNr());
        }
    }

    /** The kind of the value that stands next. */
    public JsonKind kind() {
        return JsonKind.startingWith(source[tokenStart()]);
    }

    /** Consumes the value that stands next, whatever it holds. */
    public RawJson value() {
        int start = tokenStart();
        int depth = 0;
        int deepest = 0;
        JsonToken token = parser.currentToken();
        while (true) {
            if (token.isStructStart()) {
                deepest = Math.max(deepest, ++depth);
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (depth == 0) {
                break;
            }
            token = parser.nextToken();
        }
        parser.finishToken();
        return CompactJson.slice(source, start, end(), deepest);
    }

    /** Consumes an object, handing each field's name to {@code onField}, which consumes its value. */
    public void object(BiConsumer<String, JsonReader> onField) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = masked ? maskedName(tokenStart()) : parser.currentName();
            parser.nextToken();
            onField.accept(name, this);
        }
    }

    /** Consumes an array, calling {@code onElement}, which consumes it, for each element. */
    public void array(Consumer<JsonReader> onElement) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            onElement.accept(this);
        }
    }

    /** Consumes an object whole: its fields in order of first appearance; of a repeated name the last value counts. */
    public Map<String, RawJson> fields() {
        Map<String, RawJson> fields = new LinkedHashMap<>();
        object((name, value) -> fields.put(name, value.value()));
        return fields;
    }

    /** The name whose opening quote stands at {@code start}, as it was before half a surrogate pair was masked. */
    private String maskedName(int start) {
        int end = start + 1;
        while (source[end] != '"') {
            end += source[end] == '\\' ? 2 : 1;
        }
        return JsonStrings.unquote(source, start, end + 1 - start);
    }

    private int tokenStart() {
        return offset(parser.currentTokenLocation());
    }

    private int end() {
        return offset(parser.currentLocation());
    }

    private int offset(TokenStreamLocation location) {
        return base + Math.toIntExact(location.getByteOffset());
    }
}
