/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.events;

import static dev.agentlens.query.session.Traces.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventsPageTest {

    @Test
    void aLongSearchEndsWithAPlaceToGoOnFrom() {
        List<String> found = new ArrayList<>();
        EventsPage page = new EventsPage(
                EventsQuery.of(Map.of("q", "needle")::get), (event, matches) -> found.add(event.eventId()));
        int read = 0;
        while (page.next(step("x")
                .id("e" + read)
                .at(AgentEvents.T0.plusSeconds(read))
                .input(read == 7 ? "\"needle\"" : "1")
                .event())) {
            read++;
        }

        assertThat(read).isEqualTo(EventsPage.MAX_READ);
        assertThat(found).containsExactly("e7");
        assertThat(page.next().occurredAt()).isEqualTo(AgentEvents.T0.plusSeconds(EventsPage.MAX_READ - 1));
    }

    @Test
    void aPageThatIsFullHasANextOneOnlyIfAnotherEventIsWanted() {
        EventsPage page =
                new EventsPage(EventsQuery.of(Map.of("limit", "1", "q", "needle")::get), (event, matches) -> {});

        assertThat(page.next(step("x").input("\"needle\"").event())).isTrue();
        assertThat(page.next(step("x").input("\"other\"").event())).isTrue();
        assertThat(page.next()).isNull();
        assertThat(page.next(step("x").input("\"a needle\"").event())).isFalse();
        assertThat(page.next()).isNotNull();
    }
}
