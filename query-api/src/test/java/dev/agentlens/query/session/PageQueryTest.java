/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageQueryTest {

    @ParameterizedTest
    @CsvSource({
        ", 50",
        "'', 50",
        "0, 50",
        "-0, 50",
        "abc, 50",
        "1.5, 50",
        "1e2, 50",
        "0x10, 50",
        "NaN, 50",
        "1, 1",
        "-1, 1",
        "-99999999999999999999999999999999999999, 1",
        "199, 199",
        "+7, 7",
        "' 7 ', 7",
        "200, 200",
        "201, 200",
        "99999999999999999999999999999999999999, 200"
    })
    void limitStaysBetweenOneAndItsMaximum(String value, long limit) {
        assertThat(PageQuery.limit(value, 50, 200)).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({
        ", 0",
        "'', 0",
        "x, 0",
        "-1, 0",
        "-99999999999999999999999, 0",
        "0, 0",
        "41, 41",
        "2147483647, 2147483647",
        "2147483648, 2147483647"
    })
    void offsetIsNeverNegative(String value, long offset) {
        assertThat(PageQuery.offset(value)).isEqualTo(offset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "9223372036854775808", "99999999999999999999999999999999999999"})
    void offsetBeyondEveryTableIsStillANumberThatAQueryTakes(String value) {
        assertThat(PageQuery.offset(value)).isEqualTo(Integer.MAX_VALUE);
    }
}
