/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.otlp;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.ingest.body.BodyLimit;
import dev.agentlens.ingest.pipeline.EventFormat;
import dev.agentlens.ingest.pipeline.EventRequest;
import dev.agentlens.ingest.pipeline.WarningLog;
import dev.agentlens.otlp.event.LogMapper;
import dev.agentlens.otlp.event.MappingResult;
import dev.agentlens.otlp.event.SpanMapper;
import dev.agentlens.otlp.wire.DecodedItem;
import dev.agentlens.otlp.wire.Encoding;
import dev.agentlens.otlp.wire.Signal;
import dev.agentlens.otlp.wire.UndecodableRequestException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** ExportTraceServiceRequest and ExportLogsServiceRequest as formats of events. */
@Component
class OtlpFormats {

    private final OtlpProperties properties;
    private final BodyLimit bodyLimit;
    private final WarningLog warnings;
    private final Counter dropped;

    OtlpFormats(OtlpProperties properties, WarningLog warnings, MeterRegistry meters) {
        this.properties = properties;
        this.bodyLimit = BodyLimit.of(properties.maxBodySize(), "AGENTLENS_OTLP_MAX_BODY_SIZE");
        this.warnings = warnings;
        this.dropped = Counter.builder("agentlens.ingest.spans.dropped")
                .description("Spans that no dialect knows, dropped by AGENTLENS_OTLP_OTHER_SPANS")
                .register(meters);
    }

    EventFormat<OtlpReport> traces(Encoding encoding) {
        return format("span", body -> {
            SpanMapper mapper = new SpanMapper(properties.otherSpans());
            List<DecodedItem<Span>> spans = Signal.TRACES.decode(body, encoding, properties.maxItems());
            return new Items(spans.size(), spans.stream().map(mapper::map));
        });
    }

    EventFormat<OtlpReport> logs(Encoding encoding) {
        return format("log record", body -> {
            List<DecodedItem<LogRecord>> logs = Signal.LOGS.decode(body, encoding, properties.maxItems());
            return new Items(logs.size(), LogMapper.map(logs).stream());
        });
    }

    private EventFormat<OtlpReport> format(String noun, Decoder decoder) {
        return new EventFormat<>() {
            @Override
            public BodyLimit bodyLimit() {
                return bodyLimit;
            }

            @Override
            public EventRequest<OtlpReport> read(byte[] body) {
                try {
                    Items items = decoder.decode(body);
                    return new OtlpRequest(items.count(), items.mapped(), noun, warnings::add, dropped::increment);
                } catch (UndecodableRequestException e) {
                    throw ApiException.badRequest(e.text());
                }
            }
        };
    }

    private interface Decoder {

        Items decode(byte[] body);
    }

    /** @param mapped one after the other, when the one before it has been published */
    private record Items(int count, Stream<MappingResult> mapped) {}
}
