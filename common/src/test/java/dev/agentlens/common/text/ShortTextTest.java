/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShortTextTest {

    private static final String CHARACTERS =
            "aZ \t\n\r\0\u001f\u007f\u0085\u009f\u00a0É\u0130\u03a3\ud83d\udca1\ud800\udc00";

    @Test
    void controlCharactersAreStrippedAndHalfPairsReplaced() {
        assertThat(ShortText.clean("a\0b\u0085c\td\ne\rf")).isEqualTo("abc\td\nef");
        assertThat(ShortText.clean("\ud83d\udca1 \ud83d. \udca1")).isEqualTo("\ud83d\udca1 \ufffd. \ufffd");
    }

    @Test
    void anyTextIsCleanWhenItWasCleaned() {
        SplittableRandom random = new SplittableRandom(20261130);
        for (int n = 0; n < 20_000; n++) {
            String text = text(random);
            boolean unclean = text.codePoints()
                    .anyMatch(c -> (Character.isISOControl(c) && c != '\t' && c != '\n')
                            || Character.getType(c) == Character.SURROGATE);

            assertThat(ShortText.isClean(text)).isEqualTo(!unclean);
            assertThat(ShortText.isClean(ShortText.clean(text))).isTrue();
        }
    }

    @Test
    void searchedTextKeepsTheNumberOfItsCodePoints() {
        SplittableRandom random = new SplittableRandom(20261201);
        for (int n = 0; n < 20_000; n++) {
            String text = text(random);
            int[] expected = text.codePoints().map(Character::toLowerCase).toArray();

            assertThat(SearchWords.lowerCase(text).codePoints().toArray()).isEqualTo(expected);
        }
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }
}
