/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import dev.agentlens.common.json.JsonReader;
import dev.agentlens.common.json.MalformedJsonException;
import dev.agentlens.common.json.RawJson;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Reads a JSON request as a stream: OTLP's JSON is not protobuf's, whose reader wants ids as base64. */
final class JsonRequest<T extends Message> {

    private static final int MAX_NESTING = 2_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNestingDepth(MAX_NESTING)
                    .build())
            .build();

    private final Signal<T> signal;
    private final PartsLimit limit;
    private final LazyItems<T> items = new LazyItems<>();
    private byte[] body = {};

    JsonRequest(Signal<T> signal, PartsLimit limit) {
        this.signal = signal;
        this.limit = limit;
    }

    List<DecodedItem<T>> decode(byte[] sent) {
        body = withoutByteOrderMark(sent);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            JsonCursor json = new JsonCursor(parser);
            if (json.next() == null) {
                throw new UndecodableRequestException("The body is empty; an empty request is {}");
            }
            object(json, json.token(), () -> {
                if (signal.resources.equals(parser.currentName())) {
                    json.next();
                    array(json, () -> resource(json));
                } else {
                    skip(json);
                }
            });
            if (json.next() != null) {
                throw new UndecodableRequestException("Malformed JSON: text follows the end of the value");
            }
        } catch (JsonFieldException e) {
            throw new UndecodableRequestException(e.text());
        } catch (JacksonException e) {
            throw malformed(e);
        }
        return items;
    }

    private void resource(JsonCursor json) {
        Resource.Builder resource = Resource.newBuilder();
        List<Scope<T>> scopes = new ArrayList<>();
        object(json, json.token(), () -> {
            String name = json.parser().currentName();
            if (name.equals("resource")) {
                json.next();
                read(json, JsonMessages.RESOURCE, resource);
            } else if (name.equals(signal.scopes)) {
                json.next();
                array(json, () -> scopes.add(scope(json)));
            } else {
                skip(json);
            }
        });
        // Only now: the resource may come after its items.
        Resource sender = resource.build();
        for (Scope<T> scope : scopes) {
            Origin origin = new Origin(sender, scope.scope());
            scope.items().forEach(item -> items.addEncoded(() -> item.from(origin)));
        }
    }

    private Scope<T> scope(JsonCursor json) {
        InstrumentationScope.Builder scope = InstrumentationScope.newBuilder();
        List<Pending<T>> pending = new ArrayList<>();
        object(json, json.token(), () -> {
            String name = json.parser().currentName();
            if (name.equals("scope")) {
                json.next();
                read(json, JsonMessages.SCOPE, scope);
            } else if (name.equals(signal.items)) {
                json.next();
                String place = json.place();
                array(json, () -> pending.add(item(json, place, pending.size())));
            } else {
                skip(json);
            }
        });
        return new Scope<>(scope.build(), pending);
    }

    /** The item is only skipped here and read on demand; its place is recorded only for errors. */
    private Pending<T> item(JsonCursor json, String array, int index) {
        if (!json.token().isStructStart()) {
            String problem = json.unexpected("an object").text();
            RawJson content = scalar(json);
            return origin -> new DecodedItem.Unreadable<>(problem, content);
        }
        int start = (int) json.parser().currentTokenLocation().getByteOffset();
        json.parser().skipChildren();
        int length = (int) json.parser().currentLocation().getByteOffset() - start;
        return origin -> item(origin, array + "[" + index + "]", start, length);
    }

    /** A wrong value costs this item alone. */
    private DecodedItem<T> item(Origin origin, String place, int start, int length) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body, start, length)) {
            JsonCursor json = new JsonCursor(parser, place);
            json.next();
            return new DecodedItem.Readable<>(origin, signal.json.read(json));
        } catch (JsonFieldException e) {
            return new DecodedItem.Unreadable<>(e.text(), RawJson.of(text(start, length)));
        } catch (JacksonException e) {
            // Skipping accepts more than reading: text that is not UTF-8, numbers of more than 1000 digits.
            return new DecodedItem.Unreadable<>(
                    place + " cannot be read: " + e.getOriginalMessage(), RawJson.ofString(text(start, length)));
        }
    }

    private String text(int start, int length) {
        return new String(body, start, length, UTF_8);
    }

    private static RawJson scalar(JsonCursor json) {
        String text = json.parser().getString();
        return json.token() == JsonToken.VALUE_STRING ? RawJson.ofString(text) : RawJson.of(text);
    }

    private static <B> void read(JsonCursor json, JsonMessage<B> message, B builder) {
        if (json.token() != JsonToken.VALUE_NULL) {
            message.read(json, builder);
        }
    }

    private static void object(JsonCursor json, JsonToken token, Runnable field) {
        if (token != JsonToken.START_OBJECT) {
            throw json.unexpected("an object");
        }
        while (json.next() != JsonToken.END_OBJECT) {
            field.run();
        }
    }

    private void array(JsonCursor json, Runnable element) {
        if (json.token() == JsonToken.VALUE_NULL) {
            return;
        }
        if (json.token() != JsonToken.START_ARRAY) {
            throw json.unexpected("an array");
        }
        while (json.next() != JsonToken.END_ARRAY) {
            limit.add();
            element.run();
        }
    }

    private static void skip(JsonCursor json) {
        json.next();
        json.parser().skipChildren();
    }

    /** In the words that POST /events uses for the same body. */
    private UndecodableRequestException malformed(JacksonException e) {
        try {
            JsonReader.read(body, JsonReader::value);
        } catch (MalformedJsonException malformed) {
            return new UndecodableRequestException(malformed.message());
        }
        return new UndecodableRequestException("The JSON is beyond a limit at line "
                + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ": at most "
                + MAX_NESTING + " levels of nesting, 50000 characters in a field's name and 1000 digits in a number");
    }

    private static byte[] withoutByteOrderMark(byte[] sent) {
        boolean marked = sent.length >= 3 && sent[0] == (byte) 0xEF && sent[1] == (byte) 0xBB && sent[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(sent, 3, sent.length) : sent;
    }

    private record Scope<T>(InstrumentationScope scope, List<Pending<T>> items) {}

    /** An item whose resource is not known yet. */
    private interface Pending<T> {
        DecodedItem<T> from(Origin origin);
    }
}
