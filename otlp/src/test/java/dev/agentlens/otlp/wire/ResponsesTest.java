/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import org.junit.jupiter.api.Test;

class ResponsesTest {

    @Test
    void successIsAnEmptyMessage() {
        assertThat(Responses.success(Encoding.PROTOBUF)).isEmpty();
        assertThat(Responses.success(Encoding.JSON)).asString(UTF_8).isEqualTo("{}");
    }

    @Test
    void partialSuccessNamesHowManyAndWhy() throws Exception {
        assertThat(Responses.partialTraces(Encoding.JSON, 2, "no \"id\""))
                .asString(UTF_8)
                .isEqualTo("{\"partialSuccess\":{\"rejectedSpans\":\"2\",\"errorMessage\":\"no \\\"id\\\"\"}}");
        assertThat(Responses.partialLogs(Encoding.JSON, 1, "m"))
                .asString(UTF_8)
                .isEqualTo("{\"partialSuccess\":{\"rejectedLogRecords\":\"1\",\"errorMessage\":\"m\"}}");
        var traces = ExportTraceServiceResponse.parseFrom(Responses.partialTraces(Encoding.PROTOBUF, 2, "m"))
                .getPartialSuccess();
        assertThat(traces.getRejectedSpans()).isEqualTo(2);
        assertThat(traces.getErrorMessage()).isEqualTo("m");
        assertThat(ExportLogsServiceResponse.parseFrom(Responses.partialLogs(Encoding.PROTOBUF, 3, "m"))
                        .getPartialSuccess()
                        .getRejectedLogRecords())
                .isEqualTo(3);
    }

    @Test
    void aStatusHasItsCodeAndMessage() throws Exception {
        assertThat(Responses.status(Encoding.JSON, 3, "bad"))
                .asString(UTF_8)
                .isEqualTo("{\"code\":3,\"message\":\"bad\"}");
        CodedInputStream status = CodedInputStream.newInstance(Responses.status(Encoding.PROTOBUF, 3, "bad"));
        assertThat(status.readTag()).isEqualTo(1 << 3);
        assertThat(status.readInt32()).isEqualTo(3);
        assertThat(status.readTag()).isEqualTo(2 << 3 | 2);
        assertThat(status.readString()).isEqualTo("bad");
        assertThat(status.isAtEnd()).isTrue();
    }

    @Test
    void encodingsAreKnownByTheirMediaType() {
        assertThat(Encoding.of("application/json; charset=utf-8")).contains(Encoding.JSON);
        assertThat(Encoding.of("Application/X-Protobuf")).contains(Encoding.PROTOBUF);
        assertThat(Encoding.of("text/plain")).isEmpty();
    }
}
