/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTimesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "0001-01-01T00:00:00Z",
                "0000-02-29T23:59:59.000001Z",
                "-0001-12-31T23:59:59.999999999Z",
                "1969-12-31T23:59:59.999Z",
                "2024-02-29T12:00:00.100Z",
                "9999-12-31T23:59:59.999999Z",
                "+10000-01-01T00:00:00Z"
            })
    void timesAreWrittenAsTheyAreRead(String text) {
        assertThat(UtcTimes.text(Instant.parse(text))).isEqualTo(text);
    }

    @Test
    void everyTimeIsWrittenAsJavaWritesIt() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            int unit = new int[] {1, 1_000, 1_000_000}[random.nextInt(3)];
            long nanos = random.nextInt(1_000_000_000) / unit * unit;
            Instant time = Instant.ofEpochSecond(random.nextLong(-62_135_596_800L, 253_402_300_800L), nanos);
            assertThat(UtcTimes.text(time)).isEqualTo(time.toString());
        }
    }
}
