/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.launcher;

import dev.agentlens.launcher.OtlpExportersIT.Exports;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The exporter of the SDK for Java, which sends protobuf. */
final class JavaExports implements Exports {

    private final String name;
    private final int traces;
    private final SdkTracerProvider provider;
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::export, "export");

    /** @param compression none or gzip */
    JavaExports(String endpoint, String compression, int traces) {
        this.name = "java-" + compression;
        this.traces = traces;
        SpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint)
                .setCompression(compression)
                .build();
        provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), name)))
                .addSpanProcessor(BatchSpanProcessor.builder(new Persistent(exporter))
                        .setMaxQueueSize(100_000)
                        .setMaxExportBatchSize(20)
                        .setScheduleDelay(Duration.ofMillis(100))
                        .setExporterTimeout(Duration.ofMinutes(5))
                        .build())
                .build();
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void awaitTraces(int count) throws InterruptedException {
        while (ended.size() < count) {
            Exports.pause();
        }
    }

    @Override
    public List<String> awaitEnd() throws InterruptedException {
        thread.join();
        if (!provider.shutdown().join(3, TimeUnit.MINUTES).isSuccess()) {
            throw new AssertionError(this + " could not export everything");
        }
        return ended;
    }

    private void export() {
        Tracer tracer = provider.get("exporters");
        try {
            for (int i = 0; i < traces; i++) {
                ended.add(trace(tracer));
                Exports.pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String trace(Tracer tracer) {
        Span root = tracer.spanBuilder("invoke_agent")
                .setNoParent()
                .setAttribute("gen_ai.operation.name", "invoke_agent")
                .startSpan();
        Context parent = Context.root().with(root);
        for (int call = 1; call <= 3; call++) {
            tracer.spanBuilder("chat")
                    .setParent(parent)
                    .setAttribute("gen_ai.operation.name", "chat")
                    .setAttribute("gen_ai.request.model", "gpt-4o")
                    .setAttribute("gen_ai.usage.input_tokens", 10L * call)
                    .setAttribute("gen_ai.usage.output_tokens", (long) call)
                    .startSpan()
                    .end();
        }
        tracer.spanBuilder("execute_tool")
                .setParent(parent)
                .setAttribute("gen_ai.operation.name", "execute_tool")
                .setAttribute("gen_ai.tool.name", "search")
                .startSpan()
                .end();
        root.end();
        return root.getSpanContext().getTraceId();
    }

    @Override
    public String toString() {
        return name;
    }

    /** An exporter drops a batch after five attempts; a collector with a queue would go on. */
    private record Persistent(SpanExporter exporter) implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            CompletableResultCode result = new CompletableResultCode();
            attempt(List.copyOf(spans), result);
            return result;
        }

        private void attempt(List<SpanData> spans, CompletableResultCode result) {
            CompletableResultCode attempt = exporter.export(spans);
            attempt.whenComplete(() -> {
                if (attempt.isSuccess()) {
                    result.succeed();
                } else {
                    attempt(spans, result);
                }
            });
        }

        @Override
        public CompletableResultCode flush() {
            return exporter.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return exporter.shutdown();
        }
    }
}
