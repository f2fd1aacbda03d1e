/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.text.ShortText;
import dev.agentlens.common.vocabulary.SessionIdForm;
import dev.agentlens.otlp.dialect.Dialects;
import dev.agentlens.otlp.dialect.Item;
import dev.agentlens.otlp.dialect.Reading;
import dev.agentlens.otlp.wire.DecodedItem;
import dev.agentlens.otlp.wire.Origin;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Log records to events: one each, but for the messages of one span in a request, which become one event with the lists of
 * its messages. The event's parent is the span that the record belongs to.
 */
public final class LogMapper {

    private LogMapper() {}

    /** @param sent the records of one request: the same records give the same events */
    public static List<MappingResult> map(List<DecodedItem<LogRecord>> sent) {
        List<MappingResult> mapped = new ArrayList<>();
        Map<String, SpanMessages> messages = new LinkedHashMap<>();
        Map<String, Integer> seen = new HashMap<>();
        Map<Origin, Sender> senders = new IdentityHashMap<>();
        Dialects.Reader dialects = Dialects.LOGS.reader();
        for (DecodedItem<LogRecord> each : sent) {
            if (each instanceof DecodedItem.Unreadable<LogRecord> unreadable) {
                mapped.add(new MappingResult.Rejected(null, unreadable.reason(), unreadable.content()));
                continue;
            }
            DecodedItem.Readable<LogRecord> readable = (DecodedItem.Readable<LogRecord>) each;
            LogRecord log = readable.item();
            Sender sender = senders.computeIfAbsent(readable.origin(), Sender::of);
            Item item = new Item(log.getAttributesList(), about(log, sender), List.of());
            Reading reading = dialects.read(item);
            String conversation = reading.text("conversation_id");
            String session = sessionId(log, conversation);
            String problem = problem(log, session);
            if (!problem.isEmpty()) {
                mapped.add(new MappingResult.Rejected(null, problem, OtlpJson.logRecord(log)));
                continue;
            }
            LogEvent event = new LogEvent(log, item, reading, sender, session, conversation);
            RawJson in = reading.field("message_in");
            RawJson out = reading.field("message_out");
            if (in == null && out == null) {
                mapped.add(new MappingResult.Events(List.of(event.json(seen)), List.of()));
            } else {
                messages.computeIfAbsent(session + ' ' + Ids.hex(log.getSpanId()), key -> new SpanMessages())
                        .add(event, in, out);
            }
        }
        messages.values().forEach(span -> mapped.add(new MappingResult.Events(List.of(span.json(seen)), List.of())));
        return mapped;
    }

    private static Map<String, AnyValue> about(LogRecord log, Sender sender) {
        Map<String, AnyValue> about = new HashMap<>();
        about.put("@scope", text(sender.scopeName()));
        about.put("@event", text(LogEvent.name(log)));
        if (!Ids.isNone(log.getTraceId())) {
            about.put("@trace", text(Ids.hex(log.getTraceId())));
        }
        if (log.hasBody()) {
            about.put("@body", log.getBody());
        }
        return about;
    }

    private static AnyValue text(String text) {
        return AnyValue.newBuilder().setStringValue(text).build();
    }

    /** The trace, else the conversation; an empty text if there is neither. */
    private static String sessionId(LogRecord log, @Nullable String conversation) {
        if (!Ids.isNone(log.getTraceId())) {
            return Ids.hex(log.getTraceId());
        }
        return conversation == null ? "" : conversation;
    }

    private static String problem(LogRecord log, String session) {
        if (!Ids.isNone(log.getTraceId())) {
            String problem = Ids.problem("traceId", log.getTraceId(), Ids.TRACE_BYTES);
            if (!problem.isEmpty()) {
                return problem;
            }
        }
        if (!Ids.isNone(log.getSpanId())) {
            String problem = Ids.problem("spanId", log.getSpanId(), Ids.SPAN_BYTES);
            if (!problem.isEmpty()) {
                return problem;
            }
        }
        if (session.isEmpty()) {
            return "A log record must have a traceId, or name its session as session.id or conversation.id";
        }
        return SessionIdForm.matches(session)
                ? ""
                : "session.id must be 1 to 128 characters of A-Z a-z 0-9 _ - . : and not '"
                        + ShortText.cut(ShortText.clean(session), 300) + "'";
    }
}
