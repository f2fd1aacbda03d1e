/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.json.RawJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Sessions and events as the tables would give them, for tests that need no table. */
public final class Traces {

    private Traces() {}

    public static Session session(String sessionId, String agentName, List<TraceEvent> trace) {
        return session(sessionId, agentName, trace, AgentEvents.T0.plusMillis(45_200), "completed");
    }

    public static Session session(
            String sessionId, String agentName, List<TraceEvent> trace, Instant endedAt, String status) {
        return new Session(
                sessionId,
                agentName,
                AgentEvents.T0,
                endedAt,
                BigDecimal.valueOf(
                        trace.stream().mapToLong(TraceEvent::tokensIn).sum()),
                BigDecimal.valueOf(
                        trace.stream().mapToLong(TraceEvent::tokensOut).sum()),
                status,
                trace.size(),
                trace.stream()
                        .filter(event ->
                                List.of("error", "agent_error", "tool_error").contains(event.eventType()))
                        .count(),
                2);
    }

    public static Step step(String eventType) {
        return new Step(eventType);
    }

    public static List<TraceEvent> random(RandomGenerator random) {
        List<String> types = List.of("llm_call", "tool_call", "decision", "error", "generic");
        List<TraceEvent> trace = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            Step step =
                    step(types.get(random.nextInt(types.size()))).tokens(random.nextInt(1000), random.nextInt(1000));
            if (random.nextBoolean()) {
                step.model("model-" + random.nextInt(3));
            }
            if (random.nextBoolean()) {
                step.duration(BigDecimal.valueOf(random.nextInt(100_000), 3).toString());
            }
            if (random.nextBoolean()) {
                step.tool("{\"tool_name\":\"tool-" + random.nextInt(3) + "\"}");
            }
            trace.add(step.event());
        }
        return trace;
    }

    /** An event in the making; JSON is given as text. */
    public static final class Step {

        private final String eventType;
        private String eventId = "e1";
        private Instant at = AgentEvents.T0.plusSeconds(5);
        private String model;
        private long tokensIn;
        private long tokensOut;
        private BigDecimal duration;
        private RawJson input;
        private RawJson output;
        private RawJson tool;
        private RawJson decision;
        private RawJson extra;

        private Step(String eventType) {
            this.eventType = eventType;
        }

        public Step id(String value) {
            eventId = value;
            return this;
        }

        public Step at(Instant value) {
            at = value;
            return this;
        }

        public Step model(String value) {
            model = value;
            return this;
        }

        public Step tokens(long in, long out) {
            tokensIn = in;
            tokensOut = out;
            return this;
        }

        public Step duration(String milliseconds) {
            duration = new BigDecimal(milliseconds);
            return this;
        }

        public Step input(String json) {
            input = json == null ? null : RawJson.of(json);
            return this;
        }

        public Step output(String json) {
            output = json == null ? null : RawJson.of(json);
            return this;
        }

        public Step tool(String json) {
            tool = json == null ? null : RawJson.of(json);
            return this;
        }

        public Step decision(String json) {
            decision = json == null ? null : RawJson.of(json);
            return this;
        }

        public Step extra(String json) {
            extra = json == null ? null : RawJson.of(json);
            return this;
        }

        public TraceEvent event() {
            return new TraceEvent(
                    eventId, "s1", eventType, at, 0, model, tokensIn, tokensOut, duration, input, output, tool,
                    decision, extra);
        }
    }
}
