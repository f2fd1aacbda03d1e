/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasoningTest {

    @Test
    void everyFormOfADecisionTraceIsShown() {
        assertThat(lines(null)).isEmpty();
        assertThat(lines("[1]")).isEmpty();
        assertThat(lines("{}")).isEmpty();
        assertThat(lines("\"because\"")).containsExactly("💡 *Reasoning:* because");
        assertThat(lines("{\"reasoning\":{\"a\":1}}")).containsExactly("💡 *Reasoning:* {\"a\":1}");
        assertThat(lines("{\"alternatives\":\"none\",\"confidence\":0}"))
                .containsExactly("Alternatives considered: none", "Confidence: 0");
        assertThat(lines("{\"alternatives_considered\":[\"a\",2],\"confidence\":\"high\"}"))
                .containsExactly("Alternatives considered: a, 2", "Confidence: high");
    }

    private static List<String> lines(String decisionTrace) {
        List<String> lines = new ArrayList<>();
        Reasoning.of(decisionTrace == null ? null : RawJson.of(decisionTrace)).addTo(lines);
        return lines;
    }
}
