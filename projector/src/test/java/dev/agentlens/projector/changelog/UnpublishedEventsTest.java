/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UnpublishedEventsTest {

    private static final TopicPartition ZERO = new TopicPartition("t", 0);
    private static final TopicPartition ONE = new TopicPartition("t", 1);

    private final UnpublishedEvents events = new UnpublishedEvents();

    @Test
    void sessionIsDueWhenOneOfItsEventsIsProjected() {
        events.add(ZERO, 5, "a");
        events.add(ZERO, 6, "b");
        events.add(ZERO, 7, "a");
        events.add(ONE, 5, "c");

        assertThat(events.sessionsBefore(Map.of(0, 7L, 1, 5L))).containsExactly("a", "b");
        assertThat(events.sessionsBefore(Map.of(1, 6L))).containsExactly("c");
        assertThat(events.sessionsBefore(Map.of())).isEmpty();
    }

    @Test
    void whatIsLeftTellsWhereToBeginAgain() {
        events.add(ZERO, 5, "a");
        events.add(ZERO, 7, "a");

        events.removeBefore(Map.of(0, 7L));

        assertThat(events.first(ZERO)).hasValue(7);
        assertThat(events.size(ZERO)).isEqualTo(1);
        assertThat(events.isEmpty()).isFalse();
        events.removeBefore(Map.of(0, 8L));
        assertThat(events.first(ZERO)).isEmpty();
        assertThat(events.isEmpty()).isTrue();
    }

    @Test
    void partitionThatIsGivenAwayIsForgotten() {
        events.add(ZERO, 5, "a");
        events.add(ONE, 5, "b");

        events.forget(List.of(ZERO));

        assertThat(events.sessionsBefore(Map.of(0, 9L, 1, 9L))).containsExactly("b");
    }
}
