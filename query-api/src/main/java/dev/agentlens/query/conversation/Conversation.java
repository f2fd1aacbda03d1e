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
 * Builds the messages of a session from the events of its trace. Every model call repeats the history before it: its
 * messages are {@linkplain Alignment aligned} with those of earlier calls, and only new messages are listed. A tool
 * call is listed once, with its result, whichever event has the result.
 *
 * <p>Only the last {@link #MEMORY} call events are remembered. The messages of an event therefore do not depend on
 * where reading started, if that was at least as many events before.
 */
final class Conversation {

    static final int MEMORY = 128;

    /** Number of events for which a message waits for its tool results. */
    private static final int MAX_WAITING_EVENTS = 64;

    private static final long MAX_WAITING_LENGTH = 1_000_000;

    /** Types of events that repeat messages of others. */
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
     * @param ofModelCalls whether messages come from {@linkplain #hasModelMessages model calls}; else from any event
     * @param start the position after which reading starts
     */
    Conversation(boolean ofModelCalls, TracePosition start) {
        this.ofModelCalls = ofModelCalls;
        this.replayFrom = start;
    }

    /** Adds the next event of the trace. @return the messages that are now complete, in order */
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

    /** Ends the trace. @return the remaining messages */
    List<ConversationMessage> end() {
        ready.clear();
        send(true);
        return List.copyOf(ready);
    }

    /** Whether an event is a model call, or holds its messages, and has at least one message. */
    static boolean hasModelMessages(TraceEvent event) {
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
            addSystem(event, system, call);
            Alignment.Overlap overlap = Alignment.overlap(call.sent(), recent.sequences());
            sent.subList(0, overlap.from()).forEach(message -> addMessage(event, message));
            sent.subList(overlap.to(), sent.size()).forEach(message -> addMessage(event, message));
        }
        if (same == null || same.got().length == 0) {
            got.forEach(message -> addMessage(event, message));
        }
        recent.add(same == null ? call : call.with(same));
    }

    /** Some tracers report the same call in an outer and an inner span. */
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

    private void addSystem(TraceEvent event, List<Message> system, Call call) {
        for (int i = 0; i < system.size(); i++) {
            if (!recent.hasSystem(call.system()[i])) {
                addMessage(event, system.get(i));
            }
        }
    }

    private void addMessage(TraceEvent event, Message message) {
        List<ConversationCall> calls = new ArrayList<>();
        for (ToolCall call : message.toolCalls()) {
            if (!known.contains(call.id())) {
                ConversationCall added = new ConversationCall(call.id(), call.name(), call.input());
                calls.add(added);
                known.add(added, events, messages + 1);
            }
        }
        List<ToolResult> unknown = new ArrayList<>();
        for (ToolResult result : message.toolResults()) {
            if (!known.returned(result, value(result.text()))) {
                unknown.add(result);
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
        unknown.forEach(result -> result(event, result));
    }

    /** Adds the result of a call that is not listed yet. */
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
        // True if the calls are in a message that was already returned.
        boolean requested = true;
        for (ToolCall call : ToolCalls.of(payload)) {
            String error =
                    call.error() == null && event.eventType().endsWith("error") ? Errors.of(payload) : call.error();
            if (!known.returned(call.id(), call.name(), call.input(), call.output(), error)) {
                ConversationCall added = new ConversationCall(call.id(), call.name(), call.input());
                added.returned(call.output(), error);
                calls.add(added);
                requested &= known.contains(call.id());
                known.add(added, events, messages + 1);
            }
        }
        if (!calls.isEmpty()) {
            add(event, requested ? Message.TOOL : Message.ASSISTANT, "", "", calls, List.of());
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

    /** Moves messages that no longer wait to {@code ready}, in order. */
    private void send(boolean all) {
        long length =
                waiting.stream().mapToLong(each -> each.message().length()).sum();
        while (!waiting.isEmpty()) {
            Waiting first = waiting.getFirst();
            boolean waits = first.message().isOpen()
                    && events - first.event() < MAX_WAITING_EVENTS
                    && length <= MAX_WAITING_LENGTH;
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

    /** The span links of an event. */
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
