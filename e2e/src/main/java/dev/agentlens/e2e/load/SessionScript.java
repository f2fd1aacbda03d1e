/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import static dev.agentlens.e2e.load.Texts.quoted;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes what one agent does in one session. No two events that could decide the same field of the session have the
 * same time: the client does not always know their ids, which break ties.
 */
final class SessionScript {

    private static final Instant FIRST_DAY = Instant.parse("2026-03-01T00:00:00Z");
    private static final int DAYS = 130;
    private static final int AGENTS = 17;
    private static final String[] MODELS = {
        "gpt-4", "gpt-4o", "claude-opus", "claude-haiku", "llama-3.1-70b", "mistral-large"
    };
    private static final String[] TOOLS = {"web_search", "find_file", "open", "edit", "run_tests", "sql.query"};
    private static final String[] ENDS = {"completed", "completed", "completed", "error", "timeout", "done"};

    private final Random random;
    private final String sessionId;
    private final Instant begin;
    private final boolean wholeSeconds;
    private final List<Draft> drafts = new ArrayList<>();
    private int spans;

    /**
     * An event before it has its place in a batch.
     *
     * @param roughly when it happens, for the order of sending
     * @param fields JSON texts by name, without {@code client_ref}
     */
    record Draft(Instant roughly, String sessionId, Map<String, String> fields) {

        String type() {
            return fields.getOrDefault("event_type", "\"generic\"");
        }

        /** The server recognises it by its content, without an id. */
        boolean isKnownByContent() {
            return fields.containsKey("span_id")
                    || type().equals("\"session_start\"")
                    || type().equals("\"session_end\"");
        }
    }

    private SessionScript(Random random, String sessionId) {
        this.random = random;
        this.sessionId = sessionId;
        this.begin = FIRST_DAY
                .plus(random.nextInt(DAYS * 24 * 60), ChronoUnit.MINUTES)
                .plus(random.nextInt(4) == 0 ? 0 : random.nextInt(60_000_000), ChronoUnit.MICROS);
        this.wholeSeconds = random.nextInt(5) == 0;
    }

    static List<Draft> of(Random random, String sessionId) {
        return new SessionScript(random, sessionId).write();
    }

    /** An event of a session that many clients write to at once, and that never starts or ends. */
    static Draft shared(Random random, String sessionId, String eventId) {
        SessionScript script = new SessionScript(random, sessionId);
        Map<String, String> fields = script.step(script.begin);
        if (sessionId.equals("unknown")) {
            fields.remove("agent_name");
            if (random.nextBoolean()) {
                fields.remove("session_id");
            } else {
                fields.put("session_id", random.nextBoolean() ? "\"\"" : "null");
            }
        } else {
            fields.put("agent_name", "\"shared-agent\"");
        }
        fields.remove("span_id");
        fields.put("event_id", quoted(eventId));
        return new Draft(script.begin, sessionId, fields);
    }

    private List<Draft> write() {
        boolean started = random.nextInt(10) != 0;
        if (started) {
            start(begin);
            if (random.nextInt(20) == 0) {
                start(begin.plusMillis(1 + random.nextInt(5_000)));
            }
        }
        Instant now = begin;
        int steps = steps();
        for (int i = 0; i < steps; i++) {
            // Without a start the first step decides, and must be alone in its moment.
            now = i == 0 && !started ? begin : next(now);
            add(now, step(now));
        }
        if (random.nextInt(5) != 0) {
            Instant end = next(now).plusMillis(5);
            end(end);
            if (random.nextInt(20) == 0) {
                end(end.plusMillis(1 + random.nextInt(10_000)));
            }
        }
        return drafts;
    }

    private int steps() {
        int kind = random.nextInt(200);
        if (kind == 0) {
            return 200 + random.nextInt(400);
        }
        return kind < 20 ? 1 + random.nextInt(3) : kind < 160 ? 4 + random.nextInt(22) : 25 + random.nextInt(35);
    }

    /** Never the same moment as {@link #begin}; two steps may share one. */
    private Instant next(Instant now) {
        if (wholeSeconds) {
            Instant second = now.truncatedTo(ChronoUnit.SECONDS);
            return now.equals(begin) || random.nextInt(3) == 0 ? second.plusSeconds(1) : now;
        }
        return now.plus(1 + random.nextInt(20_000_000), ChronoUnit.MICROS);
    }

    private void start(Instant at) {
        Map<String, String> fields = fields("session_start");
        fields.put("timestamp", Texts.time(random, at));
        if (random.nextInt(20) != 0) {
            fields.put("agent_name", agent());
        }
        if (random.nextInt(8) != 0) {
            fields.put(
                    "metadata",
                    "{\"task\":" + Texts.prose(random, 40) + ",\"version\":\"" + random.nextInt(9)
                            + ".0\",\"cost\":0.10,\"big\":12345678901234567890}");
        }
        if (random.nextInt(5) == 0) {
            fields.put("event_id", quoted("start-" + drafts.size()));
        }
        add(at, fields);
    }

    private void end(Instant at) {
        Map<String, String> fields = fields("session_end");
        fields.put("ended_at", Texts.time(random, at));
        if (random.nextInt(3) == 0) {
            fields.put("timestamp", Texts.time(random, at.plusMillis(random.nextInt(50))));
        }
        if (random.nextInt(8) != 0) {
            fields.put("status", quoted(ENDS[random.nextInt(ENDS.length)]));
        }
        if (random.nextInt(3) == 0) {
            fields.put("total_tokens_in", Integer.toString(random.nextInt(20_000)));
        }
        if (random.nextInt(3) == 0) {
            fields.put("total_tokens_out", Integer.toString(random.nextInt(3) == 0 ? 0 : random.nextInt(9_000)));
        }
        if (random.nextInt(5) == 0) {
            fields.put("event_id", quoted("end-" + drafts.size()));
        }
        add(at, fields);
    }

    private Map<String, String> step(Instant at) {
        int kind = random.nextInt(100);
        Map<String, String> fields;
        if (kind < 38) {
            fields = llmCall();
        } else if (kind < 66) {
            fields = toolCall();
        } else if (kind < 74) {
            String type = new String[] {"error", "agent_error", "tool_error"}[random.nextInt(3)];
            fields = fields(type);
            fields.put(
                    "output_data",
                    "{\"message\":" + Texts.prose(random, 60) + ",\"code\":" + random.nextInt(600) + "}");
        } else if (kind < 88) {
            fields = span();
        } else if (kind < 94) {
            fields = fields("decision");
            fields.put(
                    "decision_trace",
                    "{\"reasoning\":" + Texts.prose(random, 120)
                            + ",\"alternatives_considered\":[\"a\",\"b\"],\"confidence\":0." + random.nextInt(100)
                            + "}");
        } else if (kind < 97) {
            fields = fields("planning.step-" + random.nextInt(3));
            fields.put(
                    "custom",
                    "{\"nested\":[[1,2.50],{\"k\":12345678901234567890.125}],\"t\":" + Texts.prose(random, 30) + "}");
        } else {
            fields = fields("generic");
            fields.remove("event_type");
            fields.put("input_data", Texts.prose(random, 20));
        }
        if (!fields.containsKey("span_id")) {
            fields.put("event_id", quoted("e-" + drafts.size()));
        }
        if (random.nextInt(10) == 0) {
            fields.put("agent_name", agent());
        }
        fields.put("timestamp", Texts.time(random, at));
        return fields;
    }

    private Map<String, String> llmCall() {
        Map<String, String> fields = fields("llm_call");
        fields.put("model", quoted(MODELS[random.nextInt(MODELS.length)]));
        fields.put("input_data", "{\"prompt\":" + Texts.prose(random, Texts.length(random)) + "}");
        fields.put("output_data", "{\"response\":" + Texts.prose(random, Texts.length(random)) + "}");
        fields.put("tokens_in", Texts.tokens(random));
        fields.put("tokens_out", Texts.tokens(random));
        fields.put("duration_ms", Texts.milliseconds(random));
        if (random.nextBoolean()) {
            fields.put("decision_trace", "{\"reasoning\":" + Texts.prose(random, 80) + "}");
        }
        return fields;
    }

    private Map<String, String> toolCall() {
        Map<String, String> fields = fields("tool_call");
        String prefix = random.nextInt(4) == 0 ? "" : "tool_";
        fields.put(
                "tool_call",
                "{\"" + prefix + "name\":" + quoted(TOOLS[random.nextInt(TOOLS.length)]) + ",\"" + prefix
                        + "input\":{\"query\":" + Texts.prose(random, 40) + "},\"" + prefix
                        + "output\":{\"observation\":"
                        + Texts.prose(random, Texts.length(random)) + "}}");
        fields.put("duration_ms", Texts.milliseconds(random));
        return fields;
    }

    private Map<String, String> span() {
        Map<String, String> fields = fields(random.nextBoolean() ? "span_start" : "span_end");
        fields.put("span_id", quoted("span-" + spans++));
        fields.put("parent_span_id", spans < 2 ? "null" : quoted("span-" + random.nextInt(spans)));
        fields.put("attributes", "{\"depth\":" + random.nextInt(9) + ",\"name\":" + Texts.prose(random, 20) + "}");
        return fields;
    }

    private Map<String, String> fields(String type) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("event_type", quoted(type));
        fields.put("session_id", quoted(sessionId));
        return fields;
    }

    private String agent() {
        return quoted("agent-" + random.nextInt(AGENTS));
    }

    private void add(Instant roughly, Map<String, String> fields) {
        drafts.add(new Draft(roughly, sessionId, fields));
    }
}
