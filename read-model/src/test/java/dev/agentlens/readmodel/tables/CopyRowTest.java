/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.ByteConverter;

class CopyRowTest {

    private final CopyRow row = new CopyRow(1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.0",
                "0.0001",
                "0.5",
                "1",
                "10.50",
                "9999",
                "9999.9999",
                "10000",
                "10000.0001",
                "99999999",
                "100000000",
                "1234567890.1234",
                "99999999999999",
                "123456789012345",
                "0.00001",
                "1E+3",
                "-1.5",
                "9007199254740992.123456789"
            })
    void numbersStandAsPostgresqlsDriverWritesThem(String number) {
        assertThat(written(new BigDecimal(number))).isEqualByComparingTo(number);
        assertThat(written(new BigDecimal(number)).scale()).isEqualTo(Math.max(0, new BigDecimal(number).scale()));
    }

    @Test
    void randomNumbersDoToo() {
        SplittableRandom random = new SplittableRandom(20261128);
        for (int n = 0; n < 100_000; n++) {
            BigDecimal number = new BigDecimal(
                    BigInteger.valueOf(random.nextLong(1L << random.nextInt(1, 53))), random.nextInt(0, 7));

            assertThat(written(number)).isEqualTo(number);
        }
    }

    /** What the driver reads from the value, behind the count of columns and the length. */
    private BigDecimal written(BigDecimal number) {
        ByteBuffer bytes = ByteBuffer.wrap(row.begin().numeric(number).bytes());
        assertThat(bytes.getShort()).isEqualTo((short) 1);
        byte[] value = new byte[bytes.getInt()];
        bytes.get(value);
        assertThat(bytes.hasRemaining()).isFalse();
        return (BigDecimal) ByteConverter.numeric(value);
    }
}
