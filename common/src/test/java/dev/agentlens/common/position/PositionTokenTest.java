/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.position;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTokenTest {

    private static final String LOG = "PVnNEqGiTlKHcHnBRqJZdA";
    private static final String OTHER_LOG = "x1NMZsuQR7q0bPYfcCzGxg";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static final LogPosition POSITION = new LogPosition(LOG, Map.of(0, 17L, 3, 123_456_789L, 11, 0L));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 12, 10_000})
    void positionComesBackAsItWas(int partitions) {
        SplittableRandom random = new SplittableRandom(partitions);
        for (int round = 0; round < 20; round++) {
            LogPosition position = random(random, partitions);

            assertThat(read(PositionToken.of(position).text(), LOG)).isEqualTo(position);
        }
    }

    @Test
    void extremesComeBackAsTheyWere() {
        LogPosition position = new LogPosition(LOG, Map.of(0, Long.MAX_VALUE, Integer.MAX_VALUE, 0L));

        assertThat(read(PositionToken.of(position).text(), LOG)).isEqualTo(position);
    }

    @Test
    void tokenIsShortAndNeedsNoEscaping() {
        String ofTwelve =
                PositionToken.of(new LogPosition(LOG, all(12, 5_000_000L))).text();

        assertThat(ofTwelve).matches("[A-Za-z0-9_-]+").hasSizeLessThan(128);
        assertThat(PositionToken.of(new LogPosition(LOG, Map.of(7, 1_000L))).text())
                .hasSizeLessThan(20);
    }

    @Test
    void equalPositionsHaveEqualTokensWhateverTheOrderTheyWereMadeIn() {
        TreeMap<Integer, Long> reversed = new TreeMap<>((a, b) -> b - a);
        reversed.putAll(POSITION.nextOffsets());

        assertThat(PositionToken.of(new LogPosition(LOG, reversed))).isEqualTo(PositionToken.of(POSITION));
    }

    @Test
    void tokenDoesNotTellTheTopicId() {
        byte[] bytes = Base64.getUrlDecoder().decode(PositionToken.of(POSITION).text());

        assertThat(new String(bytes, ISO_8859_1))
                .doesNotContain(LOG)
                .doesNotContain(new String(Base64.getUrlDecoder().decode(LOG), ISO_8859_1));
    }

    @Test
    void everyTruncationIsDamage() {
        String text = PositionToken.of(POSITION).text();

        for (int length = 0; length < text.length(); length++) {
            assertDamaged(text.substring(0, length));
            assertDamaged(text.substring(text.length() - length));
        }
    }

    @Test
    void everyOtherCharacterInAnyPlaceIsDamage() {
        String text = PositionToken.of(POSITION).text();

        for (int at = 0; at < text.length(); at++) {
            for (char letter : (LETTERS + "=+/. ,%\u00e9").toCharArray()) {
                if (letter != text.charAt(at)) {
                    assertDamaged(text.substring(0, at) + letter + text.substring(at + 1));
                }
            }
        }
    }

    @Test
    void everyFlippedBitIsDamage() {
        byte[] bytes = Base64.getUrlDecoder().decode(PositionToken.of(POSITION).text());

        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertDamaged(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", " ", "null", "0", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "{\"0\":17}"})
    void whatIsNoTokenIsDamage(String text) {
        assertDamaged(text);
    }

    @Test
    void anythingAddedIsDamage() {
        String text = PositionToken.of(POSITION).text();

        for (String more : new String[] {"A", "AA", "AAA", "AAAA", "=", "==", "\n", text}) {
            assertDamaged(text + more);
            assertDamaged(more + text);
        }
    }

    @Test
    void tokenOfAnotherLogIsDistinguishedFromADamagedOne() {
        PositionToken token = new PositionToken(PositionToken.of(new LogPosition(OTHER_LOG, POSITION.nextOffsets()))
                .text());

        assertThat(token.isOf(OTHER_LOG)).isTrue();
        assertThat(token.isOf(LOG)).isFalse();
        assertThatThrownBy(() -> token.in(LOG)).isInstanceOf(DamagedPositionException.class);
    }

    private static void assertDamaged(String text) {
        assertThatThrownBy(() -> read(text, LOG)).as(text).isInstanceOf(DamagedPositionException.class);
    }

    private static LogPosition read(String text, String topicId) {
        PositionToken token = new PositionToken(text);
        assertThat(token.isOf(topicId)).isTrue();
        return token.in(topicId);
    }

    private static LogPosition random(SplittableRandom random, int partitions) {
        Map<Integer, Long> offsets = new TreeMap<>();
        for (int i = 0; i < partitions; i++) {
            offsets.put(random.nextInt(2 * partitions), random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63));
        }
        return new LogPosition(LOG, offsets);
    }

    private static Map<Integer, Long> all(int partitions, long offset) {
        Map<Integer, Long> offsets = new TreeMap<>();
        IntStream.range(0, partitions).forEach(partition -> offsets.put(partition, offset));
        return offsets;
    }
}
