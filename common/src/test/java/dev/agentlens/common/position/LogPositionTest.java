/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LogPositionTest {

    private static final LogPosition SOME = new LogPosition("log", Map.of(0, 5L, 1, 7L));

    @Test
    void bothTogetherAreTheLaterOfEachPartition() {
        LogPosition others = new LogPosition("log", Map.of(1, 6L, 2, 9L));
        LogPosition both = new LogPosition("log", Map.of(0, 5L, 1, 7L, 2, 9L));

        assertThat(SOME.and(others)).isEqualTo(both);
        assertThat(others.and(SOME)).isEqualTo(both);
        assertThat(both.and(both)).isEqualTo(both);
    }

    @Test
    void positionsOfTwoLogsAreNotPutTogether() {
        assertThatThrownBy(() -> SOME.and(new LogPosition("other", Map.of(0, 5L))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void partitionsAndOffsetsAreNeverNegative() {
        assertThatThrownBy(() -> new LogPosition("log", Map.of(-1, 5L))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogPosition("log", Map.of(0, -1L))).isInstanceOf(IllegalArgumentException.class);
    }
}
