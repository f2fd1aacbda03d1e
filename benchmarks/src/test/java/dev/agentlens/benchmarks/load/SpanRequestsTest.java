/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SpanRequestsTest {

    @ParameterizedTest
    @EnumSource(SpanEncoding.class)
    void everyRequestHasItsSpansInNewTraces(SpanEncoding encoding) throws Exception {
        SpanRequests requests = new SpanRequests(encoding, 40, 7);
        ByteBuffer buffer = ByteBuffer.allocate(requests.capacity());
        Set<String> traces = new HashSet<>();
        for (int i = 1; i <= 20; i++) {
            assertThat(requests.next(buffer)).isEqualTo(40 + 2 * 3);
            List<String> ids = traceIds(encoding, body(buffer));
            assertThat(ids).hasSize(40);
            traces.addAll(ids);
            // Of 16, 16 and 8 spans.
            assertThat(traces).hasSize(3 * i);
        }
    }

    @Test
    void spansHaveTheSizeThatIsCompared() {
        assertThat(new SpanRequests(SpanEncoding.JSON, 512, 1).averageBytes()).isBetween(1_100.0, 1_300.0);
    }

    private static byte[] body(ByteBuffer request) {
        byte[] bytes = Arrays.copyOf(request.array(), request.limit());
        String text = new String(bytes, ISO_8859_1);
        return Arrays.copyOfRange(bytes, text.indexOf("\r\n\r\n") + 4, bytes.length);
    }

    private static List<String> traceIds(SpanEncoding encoding, byte[] body) throws Exception {
        if (encoding == SpanEncoding.PROTOBUF) {
            return ExportTraceServiceRequest.parseFrom(body)
                    .getResourceSpans(0)
                    .getScopeSpans(0)
                    .getSpansList()
                    .stream()
                    .map(span -> HexFormat.of().formatHex(span.getTraceId().toByteArray()))
                    .toList();
        }
        JsonNode spans = JsonMapper.builder()
                .build()
                .readTree(new String(body, UTF_8))
                .at("/resourceSpans/0/scopeSpans/0/spans");
        return StreamSupport.stream(spans.spliterator(), false)
                .map(span -> span.get("traceId").asString())
                .toList();
    }
}
