// SPDX-License-Identifier: Apache-2.0
// Exports traces of an agent: node export.mjs ENDPOINT json|protobuf TRACES. Prints the id of each trace. Ends when all are
// acknowledged.
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

const [endpoint, encoding, traces] = process.argv.slice(2);
const Exporter = encoding === 'json' ? JsonExporter : ProtobufExporter;

/** An exporter drops a batch after five attempts; a collector with a queue would go on. */
class Persistent {
  constructor(exporter) {
    this.exporter = exporter;
  }

  export(spans, done) {
    this.exporter.export(spans, (result) => (result.code === 0 ? done(result) : this.export(spans, done)));
  }

  forceFlush() {
    return this.exporter.forceFlush?.() ?? Promise.resolve();
  }

  shutdown() {
    return this.exporter.shutdown();
  }
}

const processor = new BatchSpanProcessor(new Persistent(new Exporter({ url: endpoint })), {
  maxQueueSize: 100_000,
  maxExportBatchSize: 20,
  scheduledDelayMillis: 100,
  exportTimeoutMillis: 300_000,
});
const provider = new BasicTracerProvider({
  resource: resourceFromAttributes({ 'service.name': `js-${encoding}` }),
  spanProcessors: [processor],
});
const tracer = provider.getTracer('exporters');

function child(parent, name, attributes) {
  tracer.startSpan(name, { attributes }, trace.setSpan(ROOT_CONTEXT, parent)).end();
}

for (let i = 0; i < Number(traces); i++) {
  const root = tracer.startSpan('invoke_agent', { attributes: { 'gen_ai.operation.name': 'invoke_agent' } }, ROOT_CONTEXT);
  for (let call = 1; call <= 3; call++) {
    child(root, 'chat', {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': 10 * call,
      'gen_ai.usage.output_tokens': call,
    });
  }
  child(root, 'execute_tool', { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'search' });
  root.end();
  console.log(root.spanContext().traceId);
  await new Promise((resolve) => setTimeout(resolve, 50));
}
await provider.forceFlush();
await provider.shutdown();
