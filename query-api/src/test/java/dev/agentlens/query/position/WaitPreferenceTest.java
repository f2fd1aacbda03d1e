/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.position;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitPreferenceTest {

    private static final Duration MAX = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "wait=7                                       |  7",
                "wait=0                                       |  0",
                "Wait=7                                       |  7",
                "wait = 7                                     |  7",
                "wait=\"7\"                                   |  7",
                "wait=7;strict=\"a,b\"                        |  7",
                "respond-async, wait=7                        |  7",
                "respond-async,wait=7,handling=lenient        |  7",
                "return=\"a, wait=9 \\\" wait=8\"; x, wait=7  |  7",
                "foo; wait=9, wait=7                          |  7",
                "wait=7, wait=9                               |  7",
                "wait=60                                      | 60",
                "wait=61                                      | 60",
                "wait=999999999                               | 60"
            })
    void waitsAsPreferred(String prefer, int seconds) {
        assertThat(WaitPreference.of(List.of(prefer), MAX))
                .isEqualTo(new WaitPreference(Duration.ofSeconds(seconds), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "wait",
                "wait=",
                "wait=-1",
                "wait=1.5",
                "wait=soon",
                "wait=1 2",
                "wait=\"\"",
                "wait=1e3",
                "wait=99999999999999999999",
                "await=9",
                "wait-for=9",
                "return=minimal",
                "\"wait=9\"",
                "x=\"wait=9",
                ";=,;,=",
                "wait=soon, wait=9"
            })
    void unreadablePreferenceMeansTheDefaultWait(String prefer) {
        assertThat(WaitPreference.of(List.of(prefer), MAX))
                .isEqualTo(new WaitPreference(WaitPreference.DEFAULT, false));
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(WaitPreference.of(List.of("respond-async", "wait=7", "wait=9"), MAX)
                        .time())
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(WaitPreference.of(List.of(), MAX).applied()).isFalse();
    }

    @Test
    void longestWaitBoundsTheDefaultToo() {
        assertThat(WaitPreference.of(List.of(), Duration.ofSeconds(2)).time()).isEqualTo(Duration.ofSeconds(2));
    }
}
