/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.function.Supplier;

/**
 * What traces and logs differ in: both are items in a scope in a resource, with the same field numbers.
 *
 * @param <T> the protobuf class of an item
 */
public final class Signal<T extends Message> {

    /** ExportTraceServiceRequest. */
    public static final Signal<Span> TRACES = new Signal<>(
            "resourceSpans",
            "scopeSpans",
            "spans",
            Span.parser(),
            JsonItem.of(Span::newBuilder, JsonMessages.SPAN, Span.Builder::build));

    /** ExportLogsServiceRequest. */
    public static final Signal<LogRecord> LOGS = new Signal<>(
            "resourceLogs",
            "scopeLogs",
            "logRecords",
            LogRecord.parser(),
            JsonItem.of(LogRecord::newBuilder, JsonMessages.LOG_RECORD, LogRecord.Builder::build));

    final String resources;
    final String scopes;
    final String items;
    final Parser<T> parser;
    final JsonItem<T> json;

    private Signal(String resources, String scopes, String items, Parser<T> parser, JsonItem<T> json) {
        this.resources = resources;
        this.scopes = scopes;
        this.items = items;
        this.parser = parser;
        this.json = json;
    }

    /**
     * Every item of a request, in the order sent; each is decoded whenever it is read from the list, out of {@code body},
     * which must not change. A damaged item is reported as such and costs no other one.
     *
     * @param body already decompressed
     * @param maxItems most items, with the resources and scopes that they are in
     * @throws UndecodableRequestException if the body as such is damaged, is another message, or holds more than that
     */
    public List<DecodedItem<T>> decode(byte[] body, Encoding encoding, int maxItems) {
        PartsLimit limit = new PartsLimit(maxItems);
        return switch (encoding) {
            case PROTOBUF -> new ProtobufRequest<>(this, limit).decode(body);
            case JSON -> new JsonRequest<>(this, limit).decode(body);
        };
    }

    /** Reads one item of a JSON request. */
    interface JsonItem<T> {

        T read(JsonCursor json);

        static <T, B> JsonItem<T> of(
                Supplier<B> builder, JsonMessage<B> message, java.util.function.Function<B, T> build) {
            return json -> {
                B item = builder.get();
                message.read(json, item);
                return build.apply(item);
            };
        }
    }
}
