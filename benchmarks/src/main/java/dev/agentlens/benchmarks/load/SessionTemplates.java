/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes sessions, once, before anything is measured. Session, event and time are filled in later, each time again; see
 * {@link EventTemplate}. As with real agents the observation of a tool call is the prompt of the LLM call after it.
 */
final class SessionTemplates {

    private static final int SIZE = 1_024;
    private static final String[] MODELS = {"gpt-4o", "claude-opus-4", "claude-haiku-4", "llama-3.1-70b"};
    private static final String[] TOOLS = {"find_file", "open", "edit", "run_tests", "web_search", "sql_query"};
    private static final String[] ENDS = {"completed", "completed", "completed", "completed", "error", "timeout"};

    private final Profile profile;
    private final Random random;
    private final Prose prose;
    private final Shapes shapes = new Shapes();
    private String observation = "Start of the task.";

    SessionTemplates(Profile profile, long seed) {
        this.profile = profile;
        this.random = new Random(seed);
        this.prose = new Prose(random);
    }

    /** @param events of the session, its start and its end among them; 0 for as many as the profile has */
    List<EventTemplate> session(int events) {
        int steps = events == 0 ? shapes.draw("steps", random) : events - 2;
        List<EventTemplate> session = new ArrayList<>();
        session.add(start());
        for (int i = 1; i <= steps; i++) {
            session.add(step(i));
        }
        session.add(end(steps + 1));
        return session;
    }

    private EventTemplate start() {
        String head = EventTemplate.head("session_start", 0) + ",\"agent_name\":\"agent-" + random.nextInt(20)
                + "\",\"metadata\":{\"environment\":\"main\",\"task\":\"";
        String tail = "\"}}";
        int task = profile == Profile.ONE_KB ? SIZE - head.length() - tail.length() : 20 + random.nextInt(150);
        return new EventTemplate(head + prose.text(task) + tail);
    }

    private EventTemplate end(int index) {
        String head = EventTemplate.head("session_end", index) + ",\"status\":\"" + one(ENDS) + "\"";
        if (profile == Profile.AGENT) {
            return new EventTemplate(head + "}");
        }
        head += ",\"summary\":\"";
        return new EventTemplate(head + prose.text(SIZE - head.length() - 2) + "\"}");
    }

    private EventTemplate step(int index) {
        boolean failed = random.nextInt(70) == 0;
        return failed || index % 2 == 0 ? toolCall(index, failed) : llmCall(index);
    }

    private EventTemplate llmCall(int index) {
        String head = EventTemplate.head("llm_call", index)
                + String.format(
                        Locale.ROOT,
                        ",\"model\":\"%s\",\"tokens_in\":%d,\"tokens_out\":%d,\"duration_ms\":%.1f",
                        one(MODELS),
                        random.nextInt(4_000),
                        random.nextInt(900),
                        random.nextInt(90_000) / 10.0);
        String empty = head + llmFields("", "", "");
        if (profile == Profile.ONE_KB) {
            int room = SIZE - empty.length();
            int prompt = room * 4 / 10;
            int response = room * 4 / 10;
            return new EventTemplate(
                    head + llmFields(prose.text(prompt), prose.text(response), prose.text(room - prompt - response)));
        }
        String response = prose.text(shapes.draw("response", random));
        // Most often the beginning of the response.
        int reasoning = shapes.draw("reasoning", random);
        return new EventTemplate(head
                + llmFields(
                        observation,
                        response,
                        reasoning <= response.length() ? cut(response, reasoning) : prose.text(reasoning)));
    }

    private static String llmFields(String prompt, String response, String reasoning) {
        return ",\"input_data\":{\"prompt\":\"" + prompt + "\"},\"output_data\":{\"response\":\"" + response
                + "\"},\"decision_trace\":{\"reasoning\":\"" + reasoning + "\"}}";
    }

    private EventTemplate toolCall(int index, boolean failed) {
        String head = EventTemplate.head(failed ? "tool_error" : "tool_call", index)
                + String.format(Locale.ROOT, ",\"duration_ms\":%.1f", random.nextInt(20_000) / 10.0)
                + ",\"tool_call\":{\"tool_name\":\"" + one(TOOLS) + "\",\"tool_input\":{\"command\":\"";
        String middle = "\"},\"tool_output\":{\"observation\":\"";
        String tail = "\"}}}";
        int room = SIZE - head.length() - middle.length() - tail.length();
        boolean fixed = profile == Profile.ONE_KB;
        int command = fixed ? 60 : shapes.draw("command", random);
        observation = prose.text(fixed ? room - command : shapes.draw("observation", random));
        return new EventTemplate(head + prose.text(command) + middle + observation + tail);
    }

    private static String cut(String text, int length) {
        return length > 0 && text.charAt(length - 1) == '\\'
                ? text.substring(0, length - 1)
                : text.substring(0, length);
    }

    private String one(String[] of) {
        return of[random.nextInt(of.length)];
    }
}
