/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

    private static final String LEGAL = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @ParameterizedTest
    @CsvSource({
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff, 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00, 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00-new.field, 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
    })
    void legalOneIsCarriedOnInVersionZero(String sent, String carried) {
        assertThat(TraceParent.of(List.of(sent))).isEqualTo(new TraceParent(carried));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "none",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\u00e9",
            })
    void malformedOneIsIgnored(String sent) {
        assertThat(TraceParent.of(List.of(sent))).isNull();
    }

    @Test
    void traceIdIsItsSecondField() {
        assertThat(new TraceParent(LEGAL).traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void noneOrSeveralAreNoTrace() {
        assertThat(TraceParent.of(List.of())).isNull();
        assertThat(TraceParent.of(List.of(LEGAL, LEGAL))).isNull();
    }
}
