/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.query.Golden;
import dev.agentlens.query.session.RecordedSession;
import dev.agentlens.query.session.RecordedTrace;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Explanations of recorded traces of agent frameworks. */
class RecordedTracesTest {

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
                "pydantic-ai-tools-2025-06-06",
                "vercel-aisdk-2025-11-17"
            })
    void traceOfAnAgentFrameworkReadsAsAStory(String name) throws IOException {
        RecordedSession recorded = RecordedTrace.read(name);
        Explanation explanation = new Explanation(recorded.session());
        recorded.trace().forEach(explanation::step);

        Golden.assertSame("traces/" + name + ".md", explanation.summary());
    }
}
