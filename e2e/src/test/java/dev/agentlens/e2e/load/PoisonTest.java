/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoisonTest {

    @Test
    void everyKindIsAnotherOne() {
        assertThat(Poison.kinds())
                .extracting(Poison::kind)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(60);
        assertThat(Poison.kinds())
                .extracting(poison -> poison.headers()
                        + new String(poison.value() == null ? new byte[] {1} : poison.value(), ISO_8859_1)
                        + (poison.key() == null ? "-" : poison.key().length))
                .doesNotHaveDuplicates();
    }
}
