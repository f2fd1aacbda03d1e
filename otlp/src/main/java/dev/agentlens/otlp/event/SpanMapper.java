/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.otlp.dialect.Dialects;
import dev.agentlens.otlp.dialect.Item;
import dev.agentlens.otlp.dialect.Reading;
import dev.agentlens.otlp.json.AnyValues;
import dev.agentlens.otlp.json.JsonText;
import dev.agentlens.otlp.wire.DecodedItem;
import dev.agentlens.otlp.wire.Origin;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Spans to events. Each span is mapped on its own, a function of the span and its origin: however a trace is split into
 * requests, and in whatever order they come, the events are the same.
 */
public final class SpanMapper {

    static final String OTHER = "span";

    private final OtherSpans otherSpans;
    private final Dialects.Reader dialects = Dialects.SPANS.reader();

    // The items of a request come grouped by origin.
    private Origin lastOrigin = Origin.NONE;
    private Sender lastSender = Sender.of(Origin.NONE);

    /** For one request: use a new one for the next. */
    public SpanMapper(OtherSpans otherSpans) {
        this.otherSpans = otherSpans;
    }

    public MappingResult map(DecodedItem<Span> sent) {
        if (sent instanceof DecodedItem.Unreadable<Span> unreadable) {
            return new MappingResult.Rejected(null, unreadable.reason(), unreadable.content());
        }
        DecodedItem.Readable<Span> readable = (DecodedItem.Readable<Span>) sent;
        Span span = readable.item();
        String problem = problem(span);
        if (!problem.isEmpty()) {
            String id = span.getSpanId().size() == Ids.SPAN_BYTES ? Ids.hex(span.getSpanId()) : null;
            return new MappingResult.Rejected(id, problem, OtlpJson.span(span));
        }
        if (readable.origin() != lastOrigin) {
            lastOrigin = readable.origin();
            lastSender = Sender.of(lastOrigin);
        }
        return map(span, lastSender);
    }

    private static String problem(Span span) {
        String problem = Ids.problem("traceId", span.getTraceId(), Ids.TRACE_BYTES);
        if (problem.isEmpty()) {
            problem = Ids.problem("spanId", span.getSpanId(), Ids.SPAN_BYTES);
        }
        if (problem.isEmpty() && !Ids.isNone(span.getParentSpanId())) {
            problem = Ids.problem("parentSpanId", span.getParentSpanId(), Ids.SPAN_BYTES);
        }
        return problem;
    }

    private MappingResult map(Span span, Sender sender) {
        Item item = new Item(span.getAttributesList(), about(span, sender), span.getEventsList());
        Reading reading = dialects.read(item);
        SpanFields fields = SpanFields.read(reading, span, item);
        SpanTimes times = SpanTimes.of(span);
        boolean root = Ids.isNone(span.getParentSpanId());
        String agent = agentName(fields, sender, root ? span.getName() : null);

        List<RawJson> events = new ArrayList<>(3);
        if (root) {
            events.add(SessionEvents.start(span, times, agent, fields.conversationId(), sender));
        }
        if (fields.known() || otherSpans == OtherSpans.KEEP) {
            events.add(event(span, item, fields, times, agent, sender));
        }
        if (root && times.endNanos() != 0) {
            events.add(SessionEvents.end(span, times, agent, fields.conversationId()));
        }
        if (events.isEmpty()) {
            return new MappingResult.Dropped();
        }
        return new MappingResult.Events(List.copyOf(events), times.warnings());
    }

    /** The name of the service is used where no agent is named; a root falls back to its span's name. */
    private static @Nullable String agentName(SpanFields fields, Sender sender, @Nullable String fallback) {
        String named = fields.agentName();
        if (named != null) {
            return named;
        }
        return sender.service() != null ? sender.service() : fallback;
    }

    private static Map<String, AnyValue> about(Span span, Sender sender) {
        return Map.of(
                "@name", text(span.getName()),
                "@scope", text(sender.scopeName()),
                "@kind", text(kind(span)));
    }

    private static AnyValue text(String text) {
        return AnyValue.newBuilder().setStringValue(text).build();
    }

    private static String kind(Span span) {
        return switch (span.getKind()) {
            case SPAN_KIND_INTERNAL -> "internal";
            case SPAN_KIND_SERVER -> "server";
            case SPAN_KIND_CLIENT -> "client";
            case SPAN_KIND_PRODUCER -> "producer";
            case SPAN_KIND_CONSUMER -> "consumer";
            default -> "unspecified";
        };
    }

    private static RawJson event(
            Span span, Item item, SpanFields fields, SpanTimes times, @Nullable String agent, Sender sender) {
        JsonText json = new JsonText(2048)
                .startObject()
                .field("session_id", Ids.hex(span.getTraceId()))
                .field("event_id", Ids.hex(span.getSpanId()))
                .field("event_type", fields.eventType());
        times.appendTo(json);
        if (agent != null) {
            json.field("agent_name", agent);
        }
        json.field("span_id", Ids.hex(span.getSpanId()));
        if (!Ids.isNone(span.getParentSpanId())) {
            json.field("parent_span_id", Ids.hex(span.getParentSpanId()));
        }
        json.field("name", span.getName()).field("kind", kind(span));
        if (span.getStatus().getCodeValue() != Status.StatusCode.STATUS_CODE_UNSET_VALUE) {
            json.field("status", span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR ? "error" : "ok");
        }
        fields.appendTo(json);
        appendAttributes(json, item);
        appendRest(json, span, item);
        sender.appendScope(json);
        return json.endObject().value();
    }

    /** All that no field holds. */
    static void appendAttributes(JsonText json, Item item) {
        boolean any = false;
        for (Map.Entry<String, AnyValue> attribute : item.attributes().entrySet()) {
            if (!item.isTaken(attribute.getKey())) {
                if (!any) {
                    json.name("attributes").startObject();
                    any = true;
                }
                json.name(attribute.getKey());
                AnyValues.append(json, attribute.getValue());
            }
        }
        if (any) {
            json.endObject();
        }
    }

    private static void appendRest(JsonText json, Span span, Item item) {
        List<Span.Event> events = span.getEventsList().stream()
                .filter(event -> !item.isTaken(event))
                .toList();
        if (!events.isEmpty()) {
            json.name("span_events").startArray();
            events.forEach(event -> OtlpJson.appendEvent(json, event));
            json.endArray();
        }
        if (span.getLinksCount() > 0) {
            json.name("links").startArray();
            span.getLinksList().forEach(link -> OtlpJson.appendLink(json, link));
            json.endArray();
        }
        if (!span.getTraceState().isEmpty()) {
            json.field("trace_state", span.getTraceState());
        }
        int dropped = span.getDroppedAttributesCount();
        if (dropped != 0) {
            json.field("dropped_attributes_count", Integer.toUnsignedLong(dropped));
        }
    }
}
