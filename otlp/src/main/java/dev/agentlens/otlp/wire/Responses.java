/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

import com.google.protobuf.CodedOutputStream;
import dev.agentlens.common.json.JsonObjectWriter;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The bodies of responses, by the specification of OTLP/HTTP 1.11. */
public final class Responses {

    private Responses() {}

    /** All spans, or all log records, were accepted. */
    public static byte[] success(Encoding encoding) {
        return encoding == Encoding.JSON ? new JsonObjectWriter(2).bytes() : new byte[0];
    }

    /**
     * Accepted but for {@code rejected} spans, above 0. With 0 the message is a warning, and all were accepted.
     *
     * @param message why they were rejected, for a person
     */
    public static byte[] partialTraces(Encoding encoding, long rejected, String message) {
        if (encoding == Encoding.JSON) {
            return partialJson("rejectedSpans", rejected, message);
        }
        return ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(rejected)
                        .setErrorMessage(message))
                .build()
                .toByteArray();
    }

    /** As {@link #partialTraces}, for log records. */
    public static byte[] partialLogs(Encoding encoding, long rejected, String message) {
        if (encoding == Encoding.JSON) {
            return partialJson("rejectedLogRecords", rejected, message);
        }
        return ExportLogsServiceResponse.newBuilder()
                .setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                        .setRejectedLogRecords(rejected)
                        .setErrorMessage(message))
                .build()
                .toByteArray();
    }

    /**
     * A google.rpc.Status, the body of every response of 4xx and 5xx.
     *
     * @param code of google.rpc.Code: 3 is INVALID_ARGUMENT, 14 UNAVAILABLE
     */
    public static byte[] status(Encoding encoding, int code, String message) {
        if (encoding == Encoding.JSON) {
            return new JsonObjectWriter(message.length() + 32)
                    .number("code", code)
                    .string("message", message)
                    .bytes();
        }
        // Two fields: not worth the library that has their class.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeInt32(1, code);
            out.writeString(2, message);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] partialJson(String counter, long rejected, String message) {
        // 64-bit integers are strings in protobuf's JSON.
        JsonObjectWriter partial = new JsonObjectWriter(message.length() + 64)
                .string(counter, Long.toString(rejected))
                .string("errorMessage", message);
        return new JsonObjectWriter(message.length() + 96)
                .raw("partialSuccess", partial.value())
                .bytes();
    }
}
