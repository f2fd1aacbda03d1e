/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.json.RawJson;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShownTest {

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
            assertThat(Shown.payload(bytes).replace("\n", "").replace("\t", "")).matches("[^\\p{Cntrl}\\p{Cf}]*");
            assertThat(Shown.value(bytes)).matches("[^\\p{Cntrl}\\p{Cf}]*");
        }
        assertThat(Shown.line("\u202Eevil\r\n\u009B", 100)).isEqualTo("\\u202eevil\\u000d\\u000a\\u009b");
        assertThat(Shown.payload("tab\there\nline".getBytes(UTF_8))).isEqualTo("tab\there\nline");
    }

    @Test
    void jsonLineEscapesWhatDoesNotPrintAndMeansTheSame() {
        RawJson evil = RawJson.of("{ \"a\" : \"\u009b2J\u202e\", \"b\":\"\uDB40\uDC01\", \"c\":\"\\u001b→\" }");
        assertThat(Shown.jsonLine(evil))
                .isEqualTo("{\"a\":\"\\u009b2J\\u202e\",\"b\":\"\\udb40\\udc01\",\"c\":\"\\u001b→\"}");
        RawJson again = RawJson.of(Shown.jsonLine(evil));
        evil.fields()
                .forEach((name, value) ->
                        assertThat(again.fields().get(name).string()).isEqualTo(value.string()));
    }

    @Test
    void bytesThatAreNoTextAreDumped() {
        assertThat(Shown.payload(new byte[] {(byte) 0xFE, 'a', 0}))
                .isEqualTo("00000000  fe 61 00                                         .a.");
        assertThat(Shown.payload(bytesOf0xFF())).contains("00000ff0", "(5904 bytes more)");
        assertThat(Shown.value(new byte[] {(byte) 0xFE})).isEqualTo("0xfe");
        assertThat(Shown.value(null)).isEqualTo("none");
    }

    private static byte[] bytesOf0xFF() {
        byte[] bytes = new byte[10_000];
        Arrays.fill(bytes, (byte) 0xFF);
        return bytes;
    }

    private static String shown(String json) {
        return Shown.payload(json.getBytes(UTF_8));
    }
}
