/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.projector.changelog.UnpublishedSessions.Due;
import dev.agentlens.projector.changelog.UnpublishedSessions.Unread;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.fold.SessionErasure;
import dev.agentlens.readmodel.tables.PartitionBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UnpublishedSessionsTest {

    private final UnpublishedSessions unpublished = new UnpublishedSessions(3);

    @Test
    void committedSessionsAreDueUntilTheyArePublished() {
        positioned(0, 10);
        projected(0, 10, "a", "b", "a");
        List<Due> due = unpublished.due();

        assertThat(sessions()).containsExactlyInAnyOrder("a", "b");
        assertThat(unpublished.published()).isEqualTo(Map.of(0, 10L));

        unpublished.published(due);
        assertThat(unpublished.due()).isEmpty();
        assertThat(unpublished.published()).isEqualTo(Map.of(0, 13L));
    }

    @Test
    void sessionThatChangedWhileItWasPublishedRemainsDue() {
        positioned(0, 0);
        projected(0, 0, "a", "b");
        List<Due> due = unpublished.due();
        projected(0, 2, "b");

        unpublished.published(due);

        assertThat(sessions()).containsExactly("b");
        assertThat(unpublished.published()).isEqualTo(Map.of(0, 2L));
    }

    @Test
    void erasedSessionsAreDue() {
        positioned(0, 0);
        unpublished.projected(
                List.of(new PartitionBatch(0, 0, 1, null, List.of(), List.of(new SessionErasure("gone", 0, 0)), 0)));

        assertThat(sessions()).containsExactly("gone");
    }

    @Test
    void batchOfDeadLettersIsPublishedWithoutSessions() {
        positioned(0, 0);
        unpublished.projected(List.of(new PartitionBatch(0, 0, 4, null, List.of(), List.of(), 4)));

        unpublished.published(unpublished.due());

        assertThat(unpublished.published()).isEqualTo(Map.of(0, 4L));
    }

    @Test
    void whatAnEarlierProcessCommittedAndDidNotPublishIsReadFromTheLog() {
        unpublished.positioned(0, 10);
        assertThat(unpublished.unknown()).containsExactly(0);
        assertThat(unpublished.unread()).isEmpty();
        assertThat(unpublished.published()).isEmpty();

        unpublished.recorded(Map.of(0, 4L));
        projected(0, 10, "c");
        unpublished.published(unpublished.due());
        assertThat(unpublished.published()).isEqualTo(Map.of(0, 4L));

        Unread first = unpublished.unread().orElseThrow();
        assertThat(first.offset()).isEqualTo(4);
        unpublished.read(first, 7);
        assertThat(unpublished.published()).isEqualTo(Map.of(0, 7L));

        unpublished.read(unpublished.unread().orElseThrow(), 12);
        assertThat(unpublished.unread()).isEmpty();
        assertThat(unpublished.published()).isEqualTo(Map.of(0, 11L));
    }

    @Test
    void tablesThatLostTheirLastCommitsNeedNothingOfTheLog() {
        unpublished.positioned(0, 10);
        unpublished.recorded(Map.of(0, 14L));

        assertThat(unpublished.unread()).isEmpty();
        assertThat(unpublished.published()).isEqualTo(Map.of(0, 10L));
    }

    @Test
    void tooManySessionsAreReadFromTheLogInstead() {
        positioned(0, 0);
        positioned(1, 0);
        projected(1, 0, "z");
        projected(0, 0, "a", "b");
        List<Due> due = unpublished.due();
        projected(0, 2, "c");
        projected(0, 3, "d");

        assertThat(sessions()).containsExactlyInAnyOrder("z", "d");
        Unread unread = unpublished.unread().orElseThrow();
        assertThat(List.of((long) unread.partition(), unread.offset())).containsExactly(0L, 0L);

        unpublished.published(due);
        unpublished.read(unread, 3);
        assertThat(unpublished.unread()).isEmpty();
        assertThat(unpublished.published()).isEqualTo(Map.of(0, 3L, 1, 1L));
        assertThat(sessions()).containsExactly("d");
    }

    @Test
    void overflowDuringRecoveryLosesNoPartOfTheLog() {
        unpublished.positioned(0, 10);
        projected(0, 10, "a", "b", "c", "d");
        unpublished.recorded(Map.of(0, 6L));
        unpublished.read(unpublished.unread().orElseThrow(), 8);
        projected(0, 14, "a", "b", "c", "d");

        assertThat(unpublished.due()).isEmpty();
        Unread unread = unpublished.unread().orElseThrow();
        assertThat(unread.offset()).isEqualTo(8);
        unpublished.read(unread, 18);
        assertThat(unpublished.published()).isEqualTo(Map.of(0, 18L));
    }

    @Test
    void partitionThatWasGivenAwayIsNotPublished() {
        positioned(0, 0);
        positioned(1, 0);
        projected(0, 0, "a");
        projected(1, 0, "b");
        List<Due> due = unpublished.due();

        unpublished.released(List.of(0));
        assertThat(sessions()).containsExactly("b");
        assertThat(unpublished.published()).isEqualTo(Map.of(1, 0L));

        unpublished.positioned(0, 5);
        unpublished.published(due);
        assertThat(unpublished.published())
                .as("what was published before it came back says nothing of what happened meanwhile")
                .isEqualTo(Map.of(1, 1L));
        projected(2, 0, "not of this process");
        assertThat(sessions()).isEmpty();
    }

    @Test
    void positionThatIsLookedUpAgainChangesNothingUnlessItIsAnother() {
        positioned(0, 0);
        projected(0, 0, "a");
        unpublished.positioned(0, 1);
        assertThat(sessions()).containsExactly("a");
        assertThat(unpublished.unknown()).isEmpty();

        unpublished.positioned(0, 2);
        assertThat(unpublished.unknown()).containsExactly(0);
    }

    @Test
    void partitionIsOvertakenWhereTheTablesHaveMoreThanThisProcessCommitted() {
        positioned(0, 0);
        projected(0, 0, "a");
        List<PartitionChanges> changes =
                unpublished.due().stream().map(Due::changes).toList();

        assertThat(unpublished.isOvertaken(changes, Map.of(0, 1L, 1, 9L))).isFalse();
        unpublished.released(List.of(0));
        assertThat(unpublished.isOvertaken(changes, Map.of(0, 1L))).isFalse();
        assertThat(unpublished.isOvertaken(changes, Map.of(0, 2L))).isTrue();
    }

    /** With nothing unpublished before it. */
    private void positioned(int partition, long offset) {
        unpublished.positioned(partition, offset);
        unpublished.recorded(Map.of(partition, offset));
    }

    /** A batch with an event of each session. */
    private void projected(int partition, long offset, String... sessionIds) {
        List<LoggedEvent> events = new ArrayList<>();
        LongStream.range(0, sessionIds.length)
                .forEach(n -> events.add(new LoggedEvent(
                        step(sessionIds[(int) n], "e" + (offset + n), T0, "step", 1, 1), partition, offset + n, 0)));
        unpublished.projected(
                List.of(new PartitionBatch(partition, offset, offset + sessionIds.length, null, events, List.of(), 0)));
    }

    private List<String> sessions() {
        return unpublished.due().stream()
                .flatMap(due -> due.sessionIds().stream())
                .toList();
    }
}
