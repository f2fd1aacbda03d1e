/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.conversation;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.messages.Errors;
import dev.agentlens.messages.Payload;
import dev.agentlens.messages.Step;
import dev.agentlens.messages.ToolCalls;
import dev.agentlens.messages.message.Attachment;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.message.ToolCall;
import dev.agentlens.messages.message.ToolResult;
import dev.agentlens.query.conversation.RecentCalls.Call;
import dev.agentlens.query.session.JsonFields;
import dev.agentlens.query.session.TraceEvent;
import dev.agentlens.query.session.TracePosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What was said, from the events of a trace one after the other. Every call of a model repeats the history before it: its
 * messages are {@linkplain Alignment aligned} with what the calls before sent and got, and only what is new is told. A call
 * of a tool is told once, with its result, whichever event has that.
 *
 * <p>It remembers the last {@link #MEMORY} events of calls alone. What it tells of an event therefore does not depend on where reading
 * began, if that was as many events before.
 */
final class Conversation {

    static final int MEMORY = 128;

    /** Events that a message waits for the results of its tools. */
    private static final int PATIENCE = 64;

    private static final long MAX_WAITING_LENGTH = 1_000_000;

    /** They say what others have said. */
    private static final Set<String> NO_CALLS =
            Set.of("embedding", "retrieval", "decision", "guardrail", "log", "error");

    private final boolean ofModelCalls;
    private final RecentCalls recent = new RecentCalls();
    private final KnownCalls known = new KnownCalls();
    private final Deque<TracePosition> places = new ArrayDeque<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final List<ConversationMessage> ready = new ArrayList<>();
    private TracePosition replayFrom;
    private long events;
    private long messages;
    private int ofEvent;

    private record Waiting(ConversationMessage message, long event, long number) {}

    /**
     * @param ofModelCalls whether {@linkplain #isSaidByModelCall model calls} say it; else whatever event carries messages
     * @param start the place after which reading begins
     */
    Conversation(boolean ofModelCalls, TracePosition start) {
        this.ofModelCalls = ofModelCalls;
        this.replayFrom = start;
    }

    /** The next event of the trace. @return the messages that are complete now, in order */
    List<ConversationMessage> next(TraceEvent event) {
        boolean ofTool = ToolCalls.areOf(event.eventType());
        if (!ofTool && !isCall(event)) {
            return List.of();
        }
        events++;
        ofEvent = 0;
        recent.forget(events - MEMORY);
        known.forget(events - MEMORY);
        ready.clear();
        if (ofTool) {
            tool(event);
        } else {
            call(event);
        }
        places.addLast(event.position());
        if (places.size() > MEMORY) {
            replayFrom = places.removeFirst();
        }
        send(false);
        return List.copyOf(ready);
    }

    /** The trace has ended. @return the remaining messages */
    List<ConversationMessage> end() {
        ready.clear();
        send(true);
        return List.copyOf(ready);
    }

    /** Whether an event is a model call, or its messages, that says anything. */
    static boolean isSaidByModelCall(TraceEvent event) {
        if (!isOfModelCall(event)) {
            return false;
        }
        Step step = Step.of(event.payload());
        return !step.input().list().isEmpty() || !step.output().list().isEmpty();
    }

    private static boolean isOfModelCall(TraceEvent event) {
        return event.eventType().equals("llm_call") || event.eventType().equals("messages");
    }

    private boolean isCall(TraceEvent event) {
        return ofModelCalls
                ? isOfModelCall(event)
                : !NO_CALLS.contains(event.eventType()) && !event.eventType().endsWith("_error");
    }

    private void call(TraceEvent event) {
        Step step = Step.of(event.payload());
        if (!ofModelCalls && !step.input().known() && !step.output().known()) {
            return;
        }
        List<Message> system = new ArrayList<>();
        List<Message> sent = new ArrayList<>();
        for (Message message : step.input().list()) {
            boolean first = sent.isEmpty() && message.role().equals(Message.SYSTEM);
            (first ? system : sent).add(message);
        }
        List<Message> got = responses(Fingerprint.of(sent), step.output().list());
        Links links = Links.of(event);
        Call call = new Call(
                events,
                links.spanId(),
                links.parentSpanId(),
                Fingerprint.of(system),
                Fingerprint.of(sent),
                Fingerprint.of(got));
        Call same = recent.ofSpan(links.spanId(), links.parentSpanId());
        boolean repeated = same != null && (event.eventType().equals("messages") || isRepeated(call, same));
        if (same != null && repeated) {
            recent.remove(same);
        } else {
            same = null;
        }
        if (same == null || same.sent().length == 0) {
            tellSystem(event, system, call);
            Alignment.Told told = Alignment.told(call.sent(), recent.sequences());
            sent.subList(0, told.from()).forEach(message -> tell(event, message));
            sent.subList(told.to(), sent.size()).forEach(message -> tell(event, message));
        }
        if (same == null || same.got().length == 0) {
            got.forEach(message -> tell(event, message));
        }
        recent.add(same == null ? call : call.with(same));
    }

    /** Some spans say a call that a span around them, or within them, says too. */
    private static boolean isRepeated(Call call, Call other) {
        return isRepeated(call.sent(), other.sent()) && isRepeated(call.got(), other.got());
    }

    private static boolean isRepeated(long[] one, long[] other) {
        return one.length == 0 || other.length == 0 || Arrays.equals(one, other);
    }

    /** Some frameworks return the history with the response. */
    private static List<Message> responses(long[] history, List<Message> got) {
        long[] all = Fingerprint.of(got);
        int from = 0;
        while (from < got.size() && got.get(from).role().equals(Message.SYSTEM)) {
            from++;
        }
        int to = from + history.length;
        boolean repeats =
                history.length > 0 && to <= all.length && Arrays.equals(all, from, to, history, 0, history.length);
        return repeats ? got.subList(to, got.size()) : got;
    }

    private void tellSystem(TraceEvent event, List<Message> system, Call call) {
        for (int i = 0; i < system.size(); i++) {
            if (!recent.hasSystem(call.system()[i])) {
                tell(event, system.get(i));
            }
        }
    }

    private void tell(TraceEvent event, Message message) {
        List<ConversationCall> calls = new ArrayList<>();
        for (ToolCall call : message.toolCalls()) {
            if (!known.contains(call.id())) {
                ConversationCall told = new ConversationCall(call.id(), call.name(), call.input());
                calls.add(told);
                known.add(told, events, messages + 1);
            }
        }
        List<ToolResult> untold = new ArrayList<>();
        for (ToolResult result : message.toolResults()) {
            if (!known.returned(result, value(result.text()))) {
                untold.add(result);
            }
        }
        boolean says = !message.text().isBlank()
                || !calls.isEmpty()
                || !message.attachments().isEmpty()
                || (message.toolCalls().isEmpty() && !message.reasoning().isBlank());
        if (says) {
            List<String> attachments =
                    message.attachments().stream().map(Attachment::shown).toList();
            add(event, message.role(), message.text(), message.reasoning(), calls, attachments);
        }
        untold.forEach(result -> result(event, result));
    }

    /** The result of a call that nothing has told. */
    private void result(TraceEvent event, ToolResult result) {
        if (result.callId() == null && result.name() == null) {
            add(event, Message.TOOL, result.text(), "", List.of(), List.of());
            return;
        }
        ConversationCall call = new ConversationCall(result.callId(), result.name(), null);
        call.returned(result.failed() ? null : value(result.text()), result.failed() ? result.text() : null);
        known.add(call, events, messages + 1);
        add(event, Message.TOOL, "", "", List.of(call), List.of());
    }

    private void tool(TraceEvent event) {
        Payload payload = event.payload();
        List<ConversationCall> calls = new ArrayList<>();
        // Then a message that is sent already has them.
        boolean asked = true;
        for (ToolCall call : ToolCalls.of(payload)) {
            String error =
                    call.error() == null && event.eventType().endsWith("error") ? Errors.of(payload) : call.error();
            if (!known.returned(call.id(), call.name(), call.input(), call.output(), error)) {
                ConversationCall told = new ConversationCall(call.id(), call.name(), call.input());
                told.returned(call.output(), error);
                calls.add(told);
                asked &= known.contains(call.id());
                known.add(told, events, messages + 1);
            }
        }
        if (!calls.isEmpty()) {
            add(event, asked ? Message.TOOL : Message.ASSISTANT, "", "", calls, List.of());
        }
    }

    private void add(
            TraceEvent event,
            String role,
            String text,
            String reasoning,
            List<ConversationCall> calls,
            List<String> attachments) {
        ConversationMessage.Place place = new ConversationMessage.Place(replayFrom, event.position(), ++ofEvent);
        ConversationMessage message = ConversationMessage.of(event, role, text, reasoning, calls, attachments, place);
        waiting.addLast(new Waiting(message, events, ++messages));
    }

    /** In order, those that wait for nothing any more. */
    private void send(boolean all) {
        long length =
                waiting.stream().mapToLong(each -> each.message().length()).sum();
        while (!waiting.isEmpty()) {
            Waiting first = waiting.getFirst();
            boolean waits =
                    first.message().isOpen() && events - first.event() < PATIENCE && length <= MAX_WAITING_LENGTH;
            if (waits && !all) {
                return;
            }
            waiting.removeFirst();
            length -= first.message().length();
            known.sent(first.number());
            ready.add(first.message());
        }
    }

    private static JsonNode value(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }

    /** How an event says which span it is. */
    private record Links(@Nullable String spanId, @Nullable String parentSpanId) {

        static Links of(TraceEvent event) {
            Map<String, RawJson> fields = JsonFields.of(event.extra());
            return new Links(text(fields, "span_id"), text(fields, "parent_span_id"));
        }

        private static @Nullable String text(Map<String, RawJson> fields, String name) {
            RawJson value = fields.get(name);
            return value == null ? null : value.string();
        }
    }
}
