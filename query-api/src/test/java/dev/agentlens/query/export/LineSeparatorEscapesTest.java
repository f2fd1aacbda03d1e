/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LineSeparatorEscapesTest {

    private static final String CHARACTERS =
            "a\"\u0085\u2028\u2029\u0084\u00c2\u00e2\u2026\u2027\u202a\u20ac\u2428é💡\n";

    @Test
    void theThreeSeparatorsAreEscapedAndNothingElse() throws IOException {
        assertThat(escaped("x\u0085y\u2028\u2029z", 100)).isEqualTo("x\\u0085y\\u2028\\u2029z");
        assertThat(escaped("\u2026\u202a\u00a0\u00c2\u0085", 100)).isEqualTo("\u2026\u202a\u00a0\u00c2\\u0085");
    }

    @Test
    void piecesMayEndWithinACharacter() throws IOException {
        SplittableRandom random = new SplittableRandom(20261129);
        for (int n = 0; n < 2_000; n++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                int at = CHARACTERS.offsetByCodePoints(
                        0, random.nextInt(CHARACTERS.codePointCount(0, CHARACTERS.length())));
                text.appendCodePoint(CHARACTERS.codePointAt(at));
            }
            String expected = text.toString()
                    .replace("\u0085", "\\u0085")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");

            assertThat(escaped(text.toString(), 1 + random.nextInt(5))).isEqualTo(expected);
        }
    }

    private static String escaped(String text, int pieceLength) throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (LineSeparatorEscapes escapes = new LineSeparatorEscapes(written)) {
            byte[] bytes = text.getBytes(UTF_8);
            for (int at = 0; at < bytes.length; at += pieceLength) {
                if (pieceLength == 1) {
                    escapes.write(bytes[at]);
                } else {
                    escapes.write(bytes, at, Math.min(pieceLength, bytes.length - at));
                }
            }
        }
        return written.toString(UTF_8);
    }
}
