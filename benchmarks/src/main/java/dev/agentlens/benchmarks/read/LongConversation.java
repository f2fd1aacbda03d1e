/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.read;

import dev.agentlens.benchmarks.system.Api;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sessions of 500 model calls that say 1,000 different messages. */
final class LongConversation {

    /** Each call is sent what is new. */
    static final String PLAIN = "long-conversation";

    /** Each call is sent all messages before it, as many agents do: a quarter of a million in all. */
    static final String REPEATING = "long-conversation-repeating";

    private static final int CALLS = 500;
    private static final int CALLS_A_BATCH = 10;
    private static final JsonMapper JSON = new JsonMapper();

    private LongConversation() {}

    static String path(String sessionId) {
        return "/sessions/" + sessionId + "/conversation?limit=1000";
    }

    /** @param api of ingest */
    static void write(Api api, String sessionId) {
        ArrayNode messages = JSON.createArrayNode();
        ArrayNode batch = JSON.createArrayNode();
        for (int call = 0; call < CALLS; call++) {
            String response = "The response to question " + call + ", with what the agent found out about it.";
            if (sessionId.equals(PLAIN)) {
                messages.removeAll();
            }
            messages.add(message("user", "Question " + call + ": what does the next step of the task need?"));
            batch.add(event(sessionId, call, messages.deepCopy(), response));
            messages.add(message("assistant", response));
            if (batch.size() == CALLS_A_BATCH) {
                api.post("/events", JSON.createObjectNode().set("events", batch));
                batch = JSON.createArrayNode();
            }
        }
    }

    private static ObjectNode event(String sessionId, int call, ArrayNode messages, String response) {
        ObjectNode event = JSON.createObjectNode();
        event.put("session_id", sessionId)
                .put("event_id", "call-" + call)
                .put("event_type", "llm_call")
                .put("timestamp", "2026-03-01T%02d:%02d:%02dZ".formatted(call / 3600, call / 60 % 60, call % 60))
                .put("model", "gpt-4o");
        event.putObject("input_data").set("messages", messages);
        event.putObject("output_data").put("response", response);
        return event;
    }

    private static ObjectNode message(String role, String content) {
        return JSON.createObjectNode().put("role", role).put("content", content);
    }
}
