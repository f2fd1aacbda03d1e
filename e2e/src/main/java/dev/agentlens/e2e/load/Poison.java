/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A record that an external producer might write to the events topic, and that is not a valid event by docs/topic.md.
 * It belongs into the dead-letter topic.
 *
 * @param kind what is wrong with it
 */
public record Poison(String kind, byte @Nullable [] key, byte @Nullable [] value, Map<String, String> headers) {

    private static final String SESSION = "poison";
    private static final String TWO_TO_53_AND_ONE = "9007199254740993";

    /** One of each kind. */
    public static List<Poison> kinds() {
        return List.of(
                new Poison("tombstone", key(SESSION), null, Map.of()),
                value("empty value", ""),
                value("white space", "  \n"),
                value("no JSON", "hello"),
                value("half an object", "{\"event_id\":\"e\",\"session_id\":\"poison\",\"event_type\":\"x"),
                value("two objects", event() + event()),
                value("trailing text", event() + "x"),
                value("array", "[" + event() + "]"),
                value("JSON null", "null"),
                value("JSON string", "\"event\""),
                value("number", "17"),
                value("unquoted names", "{event_id:1}"),
                value("not a number", event("tokens_in", "NaN")),
                value("very deep and never closed", "{\"x\":" + "[".repeat(100_000)),
                new Poison("invalid UTF-8", key(SESSION), invalidUtf8(), Map.of()),
                new Poison("wrong key", key("another-session"), event().getBytes(UTF_8), Map.of()),
                new Poison("empty key", new byte[0], event().getBytes(UTF_8), Map.of()),
                new Poison("no key", null, event().getBytes(UTF_8), Map.of()),
                header("unknown version", "ce_dataschema", "urn:agentlens:agent-event:v2"),
                header("empty version", "ce_dataschema", ""),
                header("digest of letters", "agentlens-digest", "not-hexadecimal!"),
                header("digest too long", "agentlens-digest", "0123456789abcdef0"),
                value("empty object", "{}"),
                without("event_id"),
                without("session_id"),
                without("event_type"),
                without("timestamp"),
                with("null event_id", "event_id", "null"),
                with("empty event_id", "event_id", "\"\""),
                with("number as event_id", "event_id", "7"),
                with("long event_id", "event_id", "\"" + "e".repeat(257) + "\""),
                with("NUL in event_id", "event_id", "\"a\\u0000b\""),
                with("half a surrogate pair in event_id", "event_id", "\"\\ud83d\""),
                with("illegal session_id", "session_id", "\"bad id!\""),
                with("NUL in session_id", "session_id", "\"poison\\u0000\""),
                with("long session_id", "session_id", "\"" + "s".repeat(129) + "\""),
                with("long event_type", "event_type", "\"" + "t".repeat(65) + "\""),
                with("NUL in event_type", "event_type", "\"llm\\u0000call\""),
                with("object as event_type", "event_type", "{}"),
                with("time in words", "timestamp", "\"yesterday\""),
                with("time without zone", "timestamp", "\"2026-02-14T10:30:00\""),
                with("time as number", "timestamp", "1771065000000"),
                with("year 0", "timestamp", "\"0000-01-01T00:00:00Z\""),
                with("year 10000", "timestamp", "\"+10000-01-01T00:00:00Z\""),
                with("year a billion", "timestamp", "\"+1000000000-12-31T23:59:59Z\""),
                with("negative tokens", "tokens_in", "-1"),
                with("half a token", "tokens_out", "0.5"),
                with("more than 2^53 tokens", "tokens_in", TWO_TO_53_AND_ONE),
                with("1e999999999 tokens", "tokens_in", "1e999999999"),
                with("1e-999999999 tokens", "tokens_in", "1e-999999999"),
                with("tokens of 70 digits", "tokens_in", "1".repeat(70)),
                with("tokens as text", "tokens_in", "\"12\""),
                with("negative duration", "duration_ms", "-0.1"),
                with("duration as text", "duration_ms", "\"fast\""),
                with("endless duration", "duration_ms", "1e400"),
                with("NUL in model", "model", "\"gpt\\u0000\""),
                with("half a surrogate pair in model", "model", "\"\\udc00\""),
                with("long model", "model", "\"" + "m".repeat(129) + "\""),
                with("list as model", "model", "[]"),
                with("NUL in agent_name", "agent_name", "\"\\u0000\""),
                with("escape in agent_name", "agent_name", "\"\\u001b[31m\""),
                with("long agent_name", "agent_name", "\"" + "a".repeat(257) + "\""),
                end("end without ended_at", "{}"),
                end("end at no time", "{\"ended_at\":\"never\"}"),
                end("negative total", "{\"ended_at\":\"2026-02-14T10:30:00Z\",\"total_tokens_in\":-5}"),
                end("number as status", "{\"ended_at\":\"2026-02-14T10:30:00Z\",\"status\":1}"));
    }

    private static Poison value(String kind, String value) {
        return new Poison(kind, key(SESSION), value.getBytes(UTF_8), Map.of());
    }

    private static Poison header(String kind, String name, String value) {
        return new Poison(kind, key(SESSION), event().getBytes(UTF_8), Map.of(name, value));
    }

    private static Poison with(String kind, String field, String value) {
        return value(kind, event(field, value));
    }

    private static Poison without(String field) {
        return value("no " + field, event(fields -> {
            fields.remove(field);
            return fields;
        }));
    }

    private static Poison end(String kind, String more) {
        return value(
                kind,
                event(fields -> {
                            fields.put("event_type", "\"session_end\"");
                            return fields;
                        })
                        .replace("}", more.equals("{}") ? "}" : "," + more.substring(1)));
    }

    private static String event() {
        return event(fields -> fields);
    }

    private static String event(String field, String value) {
        return event(fields -> {
            fields.put(field, value);
            return fields;
        });
    }

    private static String event(UnaryOperator<Map<String, String>> change) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("event_id", "\"p\"");
        fields.put("session_id", "\"" + SESSION + "\"");
        fields.put("event_type", "\"llm_call\"");
        fields.put("timestamp", "\"2026-02-14T10:30:00Z\"");
        StringBuilder json = new StringBuilder("{");
        change.apply(fields)
                .forEach((name, value) -> json.append(json.length() > 1 ? "," : "")
                        .append('"')
                        .append(name)
                        .append("\":")
                        .append(value));
        return json.append('}').toString();
    }

    private static byte[] invalidUtf8() {
        byte[] bytes = event("model", "\"??\"").getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '?') {
                bytes[i] = (byte) 0xff;
            }
        }
        return bytes;
    }

    private static byte[] key(String sessionId) {
        return sessionId.getBytes(UTF_8);
    }
}
