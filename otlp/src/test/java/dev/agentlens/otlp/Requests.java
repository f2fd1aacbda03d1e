/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.otlp.wire.DecodedItem;
import dev.agentlens.otlp.wire.Encoding;
import dev.agentlens.otlp.wire.Signal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Requests for tests: recorded ones, and such as protobuf. */
public final class Requests {

    /** More than any request of these tests has. */
    public static final int MAX_ITEMS = 20_000;

    public static final List<String> RECORDINGS = List.of(
            "agno-2025-06-11",
            "beeai-2025-08-01",
            "crewai-2025-07-11",
            "csharp-agent-with-gemini-2026-03-09",
            "koog-2025-08-26",
            "microsoft-agent-2025-12-17",
            "pydantic-ai-2025-06-06",
            "pydantic-ai-tools-2025-06-06",
            "vercel-aisdk-2025-11-17");

    private Requests() {}

    public static List<DecodedItem<Span>> recording(String name) {
        return Signal.TRACES.decode(resource("/recordings/" + name + ".otlp.json"), Encoding.JSON, MAX_ITEMS);
    }

    /** @param file of {@code clients/}, with its ending */
    public static List<DecodedItem<Span>> client(String file) {
        return Signal.TRACES.decode(
                resource("/clients/" + file), file.endsWith(".pb") ? Encoding.PROTOBUF : Encoding.JSON, MAX_ITEMS);
    }

    public static List<DecodedItem<Span>> json(String json) {
        return Signal.TRACES.decode(json.getBytes(UTF_8), Encoding.JSON, MAX_ITEMS);
    }

    /** A request of one resource and scope for each span. */
    public static byte[] protobuf(List<DecodedItem<Span>> spans) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (DecodedItem<Span> sent : spans) {
            DecodedItem.Readable<Span> span = (DecodedItem.Readable<Span>) sent;
            request.addResourceSpans(ResourceSpans.newBuilder()
                    .setResource(span.origin().resource())
                    .addScopeSpans(ScopeSpans.newBuilder()
                            .setScope(span.origin().scope())
                            .addSpans(span.item())));
        }
        return request.build().toByteArray();
    }

    public static byte[] resource(String path) {
        try (InputStream in = Requests.class.getResourceAsStream(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
