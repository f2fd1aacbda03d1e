/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.junit.jupiter.api.Test;

class SettingTest {

    private record Waits(
            @DurationMin(millis = 250) @DurationMax(seconds = 90)
            Duration first,

            @DurationMin(minutes = 2) @DurationMax(hours = 1, minutes = 30)
            Duration second,

            @DurationMax(days = 1) Duration third) {}

    @Test
    void rangeOfADurationHasEveryUnit() {
        assertThat(allowed(0)).isEqualTo("duration, from `250ms` to `90s`");
        assertThat(allowed(1)).isEqualTo("duration, from `2m` to `90m`");
        assertThat(allowed(2)).isEqualTo("duration, to `24h`");
    }

    private static String allowed(int component) {
        AnnotatedElement parameter = Waits.class.getDeclaredConstructors()[0].getParameters()[component];
        return Setting.allowed("java.time.Duration", parameter);
    }
}
