/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.json.RawJson;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrettyPrinterTest {

    @Test
    void jsonIsIndentedAndItsTokensStay() {
        assertThat(shown("{\"a\":[1.0,1e400,\"x,{\\\"\\\\\"],\"a\":{ },\"b\":[]}"))
                .isEqualTo("""
                {
                  "a": [
                    1.0,
                    1e400,
                    "x,{\\"\\\\"
                  ],
                  "a": {},
                  "b": []
                }""");
    }

    @Test
    void deepNestingDoesNotGrowWithTheSquareOfItsDepth() {
        int depth = 50_000;
        String shown = shown("[".repeat(depth) + "1" + "]".repeat(depth));
        assertThat(shown.length()).isLessThan(200 * depth);
        assertThat(RawJson.of(shown).depth()).isEqualTo(depth);
    }

    @Test
    void noBytesWhateverReachTheTerminalAsControlCharacters() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(1, 40)];
            random.nextBytes(bytes);
            assertThat(PrettyPrinter.payload(bytes).replace("\n", "").replace("\t", ""))
                    .matches("[^\\p{Cntrl}\\p{Cf}]*");
            assertThat(PrettyPrinter.value(bytes)).matches("[^\\p{Cntrl}\\p{Cf}]*");
        }
        assertThat(PrettyPrinter.line("\u202Eevil\r\n\u009B", 100)).isEqualTo("\\u202eevil\\u000d\\u000a\\u009b");
        assertThat(PrettyPrinter.payload("tab\there\nline".getBytes(UTF_8))).isEqualTo("tab\there\nline");
    }

    @Test
    void jsonLineEscapesWhatDoesNotPrintAndMeansTheSame() {
        RawJson evil = RawJson.of("{ \"a\" : \"\u009b2J\u202e\", \"b\":\"\uDB40\uDC01\", \"c\":\"\\u001b→\" }");
        assertThat(PrettyPrinter.jsonLine(evil))
                .isEqualTo("{\"a\":\"\\u009b2J\\u202e\",\"b\":\"\\udb40\\udc01\",\"c\":\"\\u001b→\"}");
        RawJson again = RawJson.of(PrettyPrinter.jsonLine(evil));
        evil.fields()
                .forEach((name, value) ->
                        assertThat(again.fields().get(name).string()).isEqualTo(value.string()));
    }

    @Test
    void bytesThatAreNoTextAreDumped() {
        assertThat(PrettyPrinter.payload(new byte[] {(byte) 0xFE, 'a', 0}))
                .isEqualTo("00000000  fe 61 00                                         .a.");
        assertThat(PrettyPrinter.payload(bytesOf0xFF())).contains("00000ff0", "(5904 bytes more)");
        assertThat(PrettyPrinter.value(new byte[] {(byte) 0xFE})).isEqualTo("0xfe");
        assertThat(PrettyPrinter.value(null)).isEqualTo("none");
    }

    private static byte[] bytesOf0xFF() {
        byte[] bytes = new byte[10_000];
        Arrays.fill(bytes, (byte) 0xFF);
        return bytes;
    }

    private static String shown(String json) {
        return PrettyPrinter.payload(json.getBytes(UTF_8));
    }
}
