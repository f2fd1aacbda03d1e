/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The spans of some traces, 16 of each: an agent, and in turn calls of a model and of a tool. Each is about 1.2 KB as JSON. */
final class SpanBatch {

    private static final int SPANS_OF_A_TRACE = 16;
    private static final int PROMPT = 360;
    private static final int RESPONSE = 140;
    private static final int RESULT = 520;
    private static final long BEGIN = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli() * 1_000_000;

    private final Random random;
    private final Prose prose;
    private final List<Long> traces = new ArrayList<>();
    private final ScopeSpans.Builder spans =
            ScopeSpans.newBuilder().setScope(InstrumentationScope.newBuilder().setName("benchmark"));

    SpanBatch(Random random, int count) {
        this.random = random;
        this.prose = new Prose(random);
        for (int i = 0; i < count; i++) {
            if (i % SPANS_OF_A_TRACE == 0) {
                traces.add(random.nextLong());
            }
            spans.addSpans(span(i % SPANS_OF_A_TRACE));
        }
    }

    /** Of each trace the second half of its id; the first is 1. */
    List<Long> traces() {
        return traces;
    }

    ExportTraceServiceRequest request() {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(text("service.name", "agent-" + random.nextInt(20))))
                        .addScopeSpans(spans))
                .build();
    }

    private Span span(int place) {
        long trace = traces.get(traces.size() - 1);
        long start = BEGIN + place * 700_000_000L;
        Span.Builder span = Span.newBuilder()
                .setTraceId(bytes(1, trace))
                .setSpanId(bytes(place + 1))
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + random.nextInt(600_000_000));
        if (place == 0) {
            return span.setName("invoke_agent")
                    .setKind(SpanKind.SPAN_KIND_INTERNAL)
                    .addAttributes(text("gen_ai.operation.name", "invoke_agent"))
                    .addAttributes(text("gen_ai.agent.name", "benchmark"))
                    .addAttributes(text("task", prose.text(RESULT)))
                    .build();
        }
        span.setParentSpanId(bytes(1));
        return place % 2 == 0 ? tool(span) : call(span);
    }

    private Span call(Span.Builder span) {
        return span.setName("chat gpt-4o")
                .setKind(SpanKind.SPAN_KIND_CLIENT)
                .addAttributes(text("gen_ai.operation.name", "chat"))
                .addAttributes(text("gen_ai.request.model", "gpt-4o"))
                .addAttributes(number("gen_ai.usage.input_tokens", random.nextInt(4_000)))
                .addAttributes(number("gen_ai.usage.output_tokens", random.nextInt(900)))
                .addAttributes(text("gen_ai.input.messages", message("user", PROMPT)))
                .addAttributes(text("gen_ai.output.messages", message("assistant", RESPONSE)))
                .build();
    }

    private Span tool(Span.Builder span) {
        return span.setName("execute_tool search")
                .setKind(SpanKind.SPAN_KIND_INTERNAL)
                .addAttributes(text("gen_ai.operation.name", "execute_tool"))
                .addAttributes(text("gen_ai.tool.name", "search"))
                .addAttributes(text("gen_ai.tool.call.id", "call-1"))
                .addAttributes(text("gen_ai.tool.call.arguments", "{\"query\":\"" + prose.text(60) + "\"}"))
                .addAttributes(text("gen_ai.tool.call.result", prose.text(RESULT)))
                .build();
    }

    private String message(String role, int length) {
        return "[{\"role\":\"" + role + "\",\"parts\":[{\"type\":\"text\",\"content\":\"" + prose.text(length)
                + "\"}]}]";
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static KeyValue number(String key, long value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setIntValue(value))
                .build();
    }

    private static ByteString bytes(long... parts) {
        ByteBuffer bytes = ByteBuffer.allocate(parts.length * Long.BYTES);
        for (long part : parts) {
            bytes.putLong(part);
        }
        return ByteString.copyFrom(bytes.flip());
    }
}
