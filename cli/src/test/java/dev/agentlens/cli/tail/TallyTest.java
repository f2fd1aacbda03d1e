/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.tail;

import static dev.agentlens.common.event.AgentEvents.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvents;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally();

    @Test
    void countsEventsSessionsErrorsAndWhatIsNoEvent() {
        assertThat(tally.text(Duration.ofSeconds(3))).isEqualTo("0 events of 0 sessions, 0 errors, in 3 s");
        add("s1", "llm_call");
        add("s1", "error");
        add("s2", "llm_call");
        assertThat(tally.text(Duration.ofSeconds(61))).isEqualTo("3 events of 2 sessions, 1 error, in 1 min 1 s");
        tally.add(new LogLine.Unreadable("s3", "0@1", "no JSON"));
        assertThat(tally.text(Duration.ofSeconds(61)))
                .isEqualTo("3 events of 2 sessions, 1 error, 1 record that no projection can read, in 1 min 1 s");
        assertThat(tally.shown()).isEqualTo(4);
    }

    @Test
    void manySessionsAreNoLongerDistinguished() {
        for (int i = 0; i < 100_005; i++) {
            add("s" + i, "llm_call");
        }
        assertThat(tally.text(Duration.ofSeconds(1)))
                .isEqualTo("100,005 events of more than 100,000 sessions, 0 errors, in 1 s");
    }

    private void add(String session, String type) {
        tally.add(new LogLine.Event(AgentEvents.step(session, "e", T0, type, 0, 0), null, new byte[0]));
    }
}
