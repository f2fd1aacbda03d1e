/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.rebuild;

import java.time.Instant;
import java.util.Locale;
import java.util.Random;

/** Sessions of twenty events of about 700 bytes each, in the order in which agents would send them. */
final class Sessions {

    private static final int EVENTS = 20;
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    private static final String TEXT =
            "The quick brown fox jumps over the lazy dog while the agent reads its notes and plans what to do next. ";

    private long written;

    synchronized long written() {
        return written;
    }

    /** A body of POST /events with the next {@code events} events. */
    synchronized String batch(int events) {
        StringBuilder body = new StringBuilder("{\"events\":[");
        for (int i = 0; i < events; i++) {
            body.append(i == 0 ? "" : ",").append(event(written++));
        }
        return body.append("]}").toString();
    }

    /** The id of a session that is written, at least in part. */
    synchronized String any(Random random) {
        return "trial-" + (long) (random.nextDouble() * Math.max(1, written / EVENTS));
    }

    private static String event(long n) {
        long session = n / EVENTS;
        int place = (int) (n % EVENTS);
        String head = String.format(
                Locale.ROOT,
                "{\"session_id\":\"trial-%d\",\"event_id\":\"e%d\",\"timestamp\":\"%s\"",
                session,
                place,
                BEGIN.plusSeconds(session).plusMillis(place * 37L));
        if (place == 0) {
            return head + ",\"event_type\":\"session_start\",\"agent_name\":\"agent-" + session % 23
                    + "\",\"metadata\":{\"run\":" + session + "}}";
        }
        if (place == EVENTS - 1) {
            return head + ",\"event_type\":\"session_end\",\"status\":\"" + (session % 9 == 0 ? "error" : "completed")
                    + "\"}";
        }
        if (place % 3 == 0) {
            return head + ",\"event_type\":\"tool_call\",\"duration_ms\":12.5,\"tool_call\":{\"tool_name\":\"search\","
                    + "\"tool_input\":{\"query\":\"" + TEXT + n + "\"},\"tool_output\":{\"text\":\"" + TEXT.repeat(4)
                    + "\"}}}";
        }
        return head + ",\"event_type\":\"llm_call\",\"model\":\"model-" + n % 7 + "\",\"tokens_in\":" + n % 900
                + ",\"tokens_out\":" + n % 300 + ",\"duration_ms\":" + n % 2_000 + ".25,\"input_data\":{\"prompt\":\""
                + TEXT.repeat(3) + "\"},\"output_data\":{\"response\":\"" + TEXT.repeat(2) + n + "\"}}";
    }
}
