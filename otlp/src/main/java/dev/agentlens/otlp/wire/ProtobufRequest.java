/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Reads a request level by level instead of with its generated parser, which rejects the complete request for one
 * damaged span (a string that is not UTF-8 is enough).
 */
final class ProtobufRequest<T extends Message> {

    // Each level of a nested attribute value takes three messages; the default of 100 allows 33 levels.
    private static final int MAX_MESSAGE_DEPTH = 300;

    private static final int RESOURCE_OR_SCOPE = tag(1);
    private static final int CHILDREN = tag(2);

    private final Signal<T> signal;
    private final PartsLimit limit;

    ProtobufRequest(Signal<T> signal, PartsLimit limit) {
        this.signal = signal;
        this.limit = limit;
    }

    List<DecodedItem<T>> decode(byte[] body) {
        LazyItems<T> items = new LazyItems<>();
        try {
            List<ByteString> groups = new ArrayList<>();
            level(UnsafeByteOperations.unsafeWrap(body), tag(1), groups, 0);
            for (int i = 0; i < groups.size(); i++) {
                resource(groups.get(i), signal.resources + "[" + i + "]", items);
            }
        } catch (IOException e) {
            throw damaged("the request", e);
        }
        return items;
    }

    private void resource(ByteString group, String path, LazyItems<T> items) {
        try {
            List<ByteString> scopes = new ArrayList<>();
            ByteString resourceBytes = level(group, CHILDREN, scopes, RESOURCE_OR_SCOPE);
            Resource resource = parse(Resource.parser(), resourceBytes);
            for (int i = 0; i < scopes.size(); i++) {
                scope(resource, scopes.get(i), path + "." + signal.scopes + "[" + i + "]", items);
            }
        } catch (IOException e) {
            throw damaged(path, e);
        }
    }

    private void scope(Resource resource, ByteString group, String path, LazyItems<T> items) {
        List<ByteString> sent = new ArrayList<>();
        Origin origin;
        try {
            ByteString scopeBytes = level(group, CHILDREN, sent, RESOURCE_OR_SCOPE);
            origin = new Origin(resource, parse(InstrumentationScope.parser(), scopeBytes));
        } catch (IOException e) {
            throw damaged(path, e);
        }
        for (int i = 0; i < sent.size(); i++) {
            ByteString bytes = sent.get(i);
            int index = i;
            items.addEncoded(() -> item(origin, bytes, path, index));
        }
    }

    private DecodedItem<T> item(Origin origin, ByteString bytes, String scope, int index) {
        try {
            return new DecodedItem.Readable<>(origin, parse(signal.parser, bytes));
        } catch (IOException e) {
            return new DecodedItem.Unreadable<>(
                    reason(scope + "." + signal.items + "[" + index + "]", e), content(bytes));
        }
    }

    /** Collects the fields of {@code children} and returns the value of {@code single}; others are skipped. */
    private ByteString level(ByteString message, int children, List<ByteString> found, int single) throws IOException {
        CodedInputStream in = message.newCodedInput();
        // What is found are parts of the body, not copies.
        in.enableAliasing(true);
        ByteString last = ByteString.EMPTY;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == children) {
                limit.add();
                found.add(in.readBytes());
            } else if (tag == single) {
                // Of a repeated message field, protobuf merges the values; concatenating their bytes does.
                last = last.concat(in.readBytes());
            } else if (!in.skipField(tag)) {
                throw new InvalidProtocolBufferException("A group ends that did not start");
            }
        }
        return last;
    }

    private static <M> M parse(Parser<M> parser, ByteString bytes) throws IOException {
        CodedInputStream in = bytes.newCodedInput();
        in.enableAliasing(true);
        in.setRecursionLimit(MAX_MESSAGE_DEPTH);
        M message = parser.parseFrom(in);
        in.checkLastTagWas(0);
        return message;
    }

    private static int tag(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private static RawJson content(ByteString bytes) {
        String base64 = Base64.getEncoder().encodeToString(bytes.toByteArray());
        return new JsonObjectWriter(base64.length() + 32)
                .string("protobuf", base64)
                .value();
    }

    private static UndecodableRequestException damaged(String path, IOException e) {
        return new UndecodableRequestException(reason(path, e));
    }

    private static String reason(String path, IOException e) {
        return "Malformed protobuf in " + path + ": " + e.getMessage();
    }
}
