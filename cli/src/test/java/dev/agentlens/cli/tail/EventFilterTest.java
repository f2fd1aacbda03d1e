/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.tail;

import static dev.agentlens.common.event.AgentEvents.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.SessionStatus;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventFilterTest {

    private static final Set<String> ANY = Set.of();

    private final LogLine start = line(AgentEvents.started("s1", "a", T0, "bot"), "bot");
    private final LogLine call = line(AgentEvents.step("s1", "b", T0, "llm_call", 5, 3), "bot");
    private final LogLine failure = line(AgentEvents.step("s2", "c", T0, "tool_error", 0, 0), null);
    private final LogLine end = line(AgentEvents.ended("s1", "d", T0, SessionStatus.COMPLETED, 0), "bot");
    private final LogLine badEnd = line(AgentEvents.ended("s2", "e", T0, SessionStatus.TIMEOUT, 0), "other");
    private final LogLine unreadable = new LogLine.Unreadable("s2", "0@1", "no JSON");
    private final List<LogLine> all = List.of(start, call, failure, end, badEnd, unreadable);

    @Test
    void withoutAnyOptionAllIsShown() {
        assertThat(shown(EventFilter.ALL)).isEqualTo(all);
    }

    @Test
    void eachOptionLeavesOutWhatDoesNotFit() {
        assertThat(shown(new EventFilter(Set.of("s1"), ANY, ANY, ANY, false))).containsExactly(start, call, end);
        assertThat(shown(new EventFilter(ANY, Set.of("bot"), ANY, ANY, false))).containsExactly(start, call, end);
        assertThat(shown(new EventFilter(ANY, ANY, Set.of("llm_call", "session_start"), ANY, false)))
                .containsExactly(start, call);
        assertThat(shown(new EventFilter(ANY, ANY, ANY, Set.of("gpt-4"), false)))
                .containsExactly(call, failure);
        assertThat(shown(new EventFilter(ANY, ANY, ANY, ANY, true))).containsExactly(failure, badEnd, unreadable);
    }

    @Test
    void differentOptionsMustAllFit() {
        assertThat(shown(new EventFilter(Set.of("s2"), Set.of("other"), ANY, ANY, true)))
                .containsExactly(badEnd);
    }

    @Test
    void whatCannotBeReadIsShownOfItsSession() {
        assertThat(shown(new EventFilter(Set.of("s2"), ANY, ANY, ANY, false)))
                .containsExactly(failure, badEnd, unreadable);
    }

    @Test
    void agentOfASessionIsThatOfItsStart() {
        SessionAgents agents = new SessionAgents(2);
        AgentEvent step = AgentEvents.step("s1", "b", T0, "llm_call", 5, 3);
        assertThat(agents.agentOf(step)).isNull();
        assertThat(agents.agentOf(AgentEvents.started("s1", "a", T0, "bot"))).isEqualTo("bot");
        assertThat(agents.agentOf(step)).isEqualTo("bot");
        assertThat(agents.agentOf(AgentEvents.started("s1", "a2", T0, ""))).isEqualTo("bot");
    }

    @Test
    void sessionThatWasLongSilentIsForgotten() {
        SessionAgents agents = new SessionAgents(2);
        for (String session : List.of("s1", "s2", "s3")) {
            assertThat(agents.agentOf(AgentEvents.started(session, "a", T0, "bot")))
                    .isEqualTo("bot");
        }
        assertThat(agents.agentOf(AgentEvents.step("s1", "b", T0, "llm_call", 5, 3)))
                .isNull();
        assertThat(agents.agentOf(AgentEvents.step("s3", "b", T0, "llm_call", 5, 3)))
                .isEqualTo("bot");
    }

    private List<LogLine> shown(EventFilter filter) {
        return all.stream().filter(filter::includes).toList();
    }

    private static LogLine line(AgentEvent event, String agent) {
        return new LogLine.Event(event, agent, new byte[0]);
    }
}
