/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.conversation;

import dev.agentlens.messages.json.Json;
import dev.agentlens.query.Golden;
import dev.agentlens.query.session.RecordedSession;
import dev.agentlens.query.session.RecordedTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The messages of recorded sessions. */
class RecordedConversationsTest {

    private static final Path RUNS = Path.of("..", "contract-tests", "src", "test", "resources", "agent-runs");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agno-2025-06-11",
                "beeai-2025-08-01",
                "crewai-2025-07-11",
                "csharp-agent-with-gemini-2026-03-09",
                "koog-2025-08-26",
                "microsoft-agent-2025-12-17",
                "pydantic-ai-2025-06-06",
                "vercel-aisdk-2025-11-17"
            })
    void traceOfAnAgentFramework(String name) throws IOException {
        Golden.assertSame(
                "conversations/" + name + ".txt",
                ConversationText.of(RecordedTrace.read(name).trace()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"swe-0332784b0a8e", "swe-99e813580c37"})
    void runOfACodingAgent(String name) throws IOException {
        JsonNode events =
                Json.parse(Files.readString(RUNS.resolve(name + ".json"))).get("events");

        Golden.assertSame(
                "conversations/" + name + ".txt",
                ConversationText.of(RecordedSession.of(events.values()).trace()));
    }
}
