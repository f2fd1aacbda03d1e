/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.common.position.LogPosition;
import dev.agentlens.common.position.PositionToken;
import dev.agentlens.edge.error.ApiException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequiredPositionTest {

    private static final String LOG = "PVnNEqGiTlKHcHnBRqJZdA";
    private static final String OTHER_LOG = "x1NMZsuQR7q0bPYfcCzGxg";

    @Test
    void nothingIsMissingOnceEveryPartitionIsThere() {
        RequiredPosition wanted = RequiredPosition.of(List.of(token(LOG, Map.of(0, 5L, 2, 7L))));

        assertThat(wanted.missingIn(tables(Map.of(0, 5L, 1, 0L, 2, 7L))).isEmpty())
                .isTrue();
        assertThat(wanted.missingIn(tables(Map.of(0, 9L, 2, 9L))).isEmpty()).isTrue();
    }

    @Test
    void whatIsMissingIsCounted() {
        RequiredPosition wanted = RequiredPosition.of(List.of(token(LOG, Map.of(0, 5L, 2, 7L))));

        assertThat(wanted.missingIn(tables(Map.of(0, 4L, 2, 7L))).records()).isEqualTo(1);
        assertThat(wanted.missingIn(tables(Map.of(0, 3L, 2, 1L))).records()).isEqualTo(8);
    }

    @Test
    void partitionThatTheTablesDoNotKnowIsMissing() {
        RequiredPosition wanted = RequiredPosition.of(List.of(token(LOG, Map.of(0, 5L, 2, 7L))));

        assertThat(wanted.missingIn(tables(Map.of(0, 5L))).records()).isEqualTo(7);
        assertThat(wanted.missingIn(tables(Map.of())).records()).isEqualTo(12);
    }

    @Test
    void tablesThatDoNotKnowTheirLogContainNothing() {
        RequiredPosition wanted = RequiredPosition.of(List.of(token(LOG, Map.of())));

        assertThat(wanted.missingIn(Map.of()).logUnknown()).isTrue();
        assertThat(wanted.missingIn(Map.of()).isEmpty()).isFalse();
        assertThat(wanted.missingIn(tables(Map.of())).isEmpty()).isTrue();
    }

    @Test
    void severalPositionsMeanAllOfThem() {
        String some = token(LOG, Map.of(0, 5L));
        String more = token(LOG, Map.of(0, 4L, 1, 3L));
        String others = token(LOG, Map.of(2, 1L));

        for (List<String> values : List.of(
                List.of(some, more, others),
                List.of(some + "," + more + "," + others),
                List.of(" " + some + " ,, " + more, others + ","))) {
            RequiredPosition wanted = RequiredPosition.of(values);
            assertThat(wanted.missingIn(tables(Map.of(0, 5L, 1, 3L, 2, 1L))).isEmpty())
                    .isTrue();
            assertThat(wanted.missingIn(tables(Map.of(0, 4L, 1, 3L, 2, 1L))).records())
                    .isEqualTo(1);
            assertThat(wanted.missingIn(tables(Map.of(0, 5L, 1, 2L, 2, 1L))).records())
                    .isEqualTo(1);
            assertThat(wanted.missingIn(tables(Map.of(0, 5L, 1, 3L, 2, 0L))).records())
                    .isEqualTo(1);
        }
    }

    @Test
    void positionOfAnotherLogIsRefusedAlsoWhenTheTablesChangeTheirLogMeanwhile() {
        RequiredPosition wanted = RequiredPosition.of(List.of(token(LOG, Map.of(0, 5L))));

        assertThat(wanted.missingIn(tables(Map.of(0, 4L))).records()).isEqualTo(1);
        assertThatThrownBy(() -> wanted.missingIn(Map.of(OTHER_LOG, Map.of(0, 9L))))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("of another log");
        assertThat(wanted.missingIn(tables(Map.of(0, 5L))).isEmpty()).isTrue();
    }

    @Test
    void damagedPositionIsRejectedBeforeAQuery() {
        String token = token(LOG, Map.of(0, 5L));

        for (String value : List.of("", " ", ",", "x", token.substring(1), token + "A", token + " " + token)) {
            assertThatThrownBy(() -> RequiredPosition.of(List.of(value)))
                    .as(value)
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("is damaged");
        }
    }

    private static String token(String topicId, Map<Integer, Long> nextOffsets) {
        return PositionToken.of(new LogPosition(topicId, nextOffsets)).text();
    }

    private static Map<String, Map<Integer, Long>> tables(Map<Integer, Long> nextOffsets) {
        return Map.of(LOG, nextOffsets);
    }
}
