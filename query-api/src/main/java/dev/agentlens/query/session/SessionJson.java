/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.query.prices.EventCosts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Sessions and events as JSON, in the order of the API reference. Each method writes fields into an open object. */
public final class SessionJson {

    private static final RawJson EMPTY_OBJECT = RawJson.of("{}");

    private SessionJson() {}

    /** As an item of GET /sessions. */
    public static void summary(JsonGenerator json, Session session, String metadata) {
        json.writeStringProperty("session_id", session.sessionId());
        json.writeStringProperty("agent_name", session.agentName());
        times(json, session);
        raw(json, "metadata", metadata);
        tokens(json, session);
        json.writeStringProperty("status", session.status());
        figures(json, session);
    }

    /** Further figures, after the documented fields. */
    private static void figures(JsonGenerator json, Session session) {
        SessionFigures figures = session.figures();
        json.writeNumberProperty("event_count", session.eventCount());
        json.writeNumberProperty("error_count", session.errorCount());
        Duration duration = session.duration();
        decimal(json, "duration_ms", duration == null ? null : Decimals.milliseconds(duration));
        text(json, "title", figures.title());
        text(json, "first_error", figures.firstError());
        json.writePOJOProperty("models", figures.models());
        json.writePOJOProperty("tools", figures.tools());
        text(json, "conversation_id", figures.conversationId());
        json.writeNumberProperty("cache_read_tokens", figures.cacheReadTokens());
        json.writeNumberProperty("cache_write_tokens", figures.cacheWriteTokens());
        json.writeNumberProperty("reasoning_tokens", figures.reasoningTokens());
        decimal(json, "cost_usd", figures.costUsd());
        json.writeNumberProperty("unpriced_tokens", figures.unpricedTokens());
    }

    /** As the session of an export. */
    public static void exported(JsonGenerator json, Session session, String metadata) {
        json.writeStringProperty("session_id", session.sessionId());
        json.writeStringProperty("agent_name", session.agentName());
        json.writeStringProperty("status", session.status());
        times(json, session);
        tokens(json, session);
        raw(json, "metadata", metadata);
        figures(json, session);
    }

    /** As an event of GET /sessions/:id. */
    static void traced(JsonGenerator json, TraceEvent event, EventCosts costs) {
        traced(json, event, Set.of(), costs);
    }

    /** The same. @param taken names that the object has already, whatever the event's fields are called */
    public static void traced(JsonGenerator json, TraceEvent event, Set<String> taken, EventCosts costs) {
        json.writeStringProperty("event_id", event.eventId());
        json.writeStringProperty("session_id", event.sessionId());
        json.writeStringProperty("event_type", event.eventType());
        json.writeStringProperty("timestamp", UtcTimes.text(event.timestamp()));
        text(json, "model", event.model());
        raw(json, "input_data", orEmptyObject(event.inputData()));
        raw(json, "output_data", orEmptyObject(event.outputData()));
        json.writeNumberProperty("tokens_in", event.tokensIn());
        json.writeNumberProperty("tokens_out", event.tokensOut());
        raw(json, "tool_call", event.toolCall());
        raw(json, "decision_trace", event.decisionTrace());
        decimal(json, "duration_ms", event.durationMs());
        usage(json, event, costs);
        extra(json, event, taken);
    }

    /** As an event of an export. @param taken names that the object has already, whatever the event's fields are called */
    public static void exported(JsonGenerator json, TraceEvent event, Set<String> taken, EventCosts costs) {
        json.writeStringProperty("event_id", event.eventId());
        json.writeStringProperty("event_type", event.eventType());
        json.writeStringProperty("timestamp", UtcTimes.text(event.timestamp()));
        text(json, "model", event.model());
        json.writeNumberProperty("tokens_in", event.tokensIn());
        json.writeNumberProperty("tokens_out", event.tokensOut());
        decimal(json, "duration_ms", event.durationMs());
        raw(json, "input_data", orEmptyObject(event.inputData()));
        raw(json, "output_data", orEmptyObject(event.outputData()));
        raw(json, "tool_call", event.toolCall());
        raw(json, "decision_trace", event.decisionTrace());
        usage(json, event, costs);
        extra(json, event, taken);
    }

    /** Parts of the tokens, where there are any, and the cost, of an event with tokens that does not bring its own. */
    private static void usage(JsonGenerator json, TraceEvent event, EventCosts costs) {
        count(json, "cache_read_tokens", event.cacheReadTokens());
        count(json, "cache_write_tokens", event.cacheWriteTokens());
        count(json, "reasoning_tokens", event.reasoningTokens());
        if (event.hasTokens()
                && (event.extra() == null || !JsonFields.of(event.extra()).containsKey("cost_usd"))) {
            decimal(json, "cost_usd", event.cost(costs));
        }
    }

    private static void count(JsonGenerator json, String name, long count) {
        if (count > 0) {
            json.writeNumberProperty(name, count);
        }
    }

    /** An absent {@code input_data} or {@code output_data} becomes an empty object. */
    public static RawJson orEmptyObject(@Nullable RawJson data) {
        return data == null ? EMPTY_OBJECT : data;
    }

    private static void times(JsonGenerator json, Session session) {
        json.writeStringProperty("started_at", UtcTimes.text(session.startedAt()));
        text(json, "ended_at", session.endedAt() == null ? null : UtcTimes.text(session.endedAt()));
    }

    private static void tokens(JsonGenerator json, Session session) {
        json.writeNumberProperty("total_tokens_in", session.totalTokensIn());
        json.writeNumberProperty("total_tokens_out", session.totalTokensOut());
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }

    private static void decimal(JsonGenerator json, String name, @Nullable BigDecimal value) {
        raw(json, name, value == null ? null : Decimals.plain(value));
    }

    private static void raw(JsonGenerator json, String name, @Nullable RawJson value) {
        json.writeName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeRawValue(new RawText(value));
        }
    }

    private static void raw(JsonGenerator json, String name, @Nullable String value) {
        json.writeName(name);
        json.writeRawValue(value == null ? "null" : value);
    }

    /**
     * Other fields come back as they came; known ones are before them, so that a comma is always due. Their object holds
     * each name once, so only those that are taken are looked for in it.
     */
    private static void extra(JsonGenerator json, TraceEvent event, Set<String> taken) {
        JsonFields.of(event.extra()).forEach((name, value) -> {
            if (!taken.contains(name)) {
                json.writeRaw(',');
                json.writeRaw(new RawText(RawJson.ofString(name)));
                json.writeRaw(':');
                json.writeRaw(new RawText(value));
            }
        });
    }
}
