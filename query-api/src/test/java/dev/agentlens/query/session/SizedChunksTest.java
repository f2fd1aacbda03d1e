/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizedChunksTest {

    @Test
    void piecesAreFilledUpToTheBound() {
        assertThat(chunks(List.of())).isEmpty();
        assertThat(chunks(List.of(4L, 6L, 1L, 9L, 1L))).containsExactly(List.of(4L, 6L), List.of(1L, 9L), List.of(1L));
        assertThat(chunks(List.of(99L, 99L, 0L))).containsExactly(List.of(99L), List.of(99L), List.of(0L));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nothingIsLostAndOnlySingleItemsExceedTheBound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            List<Long> items = random.longs(random.nextInt(30), 0, 15).boxed().toList();
            List<List<Long>> chunks = chunks(items);

            assertThat(chunks.stream().flatMap(List::stream)).containsExactlyElementsOf(items);
            assertThat(chunks)
                    .allMatch(chunk -> chunk.size() == 1
                            || chunk.stream().mapToLong(size -> size).sum() <= 10);
        }
    }

    private static List<List<Long>> chunks(List<Long> sizes) {
        return SizedChunks.of(sizes, size -> size, 10);
    }
}
