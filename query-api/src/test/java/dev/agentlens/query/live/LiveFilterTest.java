/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.position.LogPosition;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveFilterTest {

    private static final LiveFilter ALL = new LiveFilter(Set.of(), Set.of(), Set.of(), Set.of(), false);

    @Test
    void noFiltersAreCoveredByWhatLetsAllPass() {
        assertThat(LiveFilter.covering(List.of())).isEqualTo(ALL);
    }

    @Test
    void valuesThatEveryFilterHasAreKept() {
        LiveFilter one = new LiveFilter(Set.of("s1"), Set.of("a1"), Set.of("error"), Set.of(), true);
        LiveFilter other = new LiveFilter(Set.of("s2"), Set.of(), Set.of("error"), Set.of("m"), true);
        assertThat(LiveFilter.covering(List.of(one, other)))
                .isEqualTo(new LiveFilter(Set.of("s1", "s2"), Set.of(), Set.of("error"), Set.of(), true));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatAFilterLetsPassIsSelectedAndCovered(long seed) {
        RandomGenerator random = new Random(seed);
        List<LiveMessage> messages = IntStream.range(0, 200)
                .mapToObj(i -> new LiveMessage(facets(random), new byte[0]))
                .toList();
        List<LiveFilter> filters =
                IntStream.range(0, 50).mapToObj(i -> filter(random)).toList();
        LiveBatch batch =
                new LiveBatch(1, 1, messages, new LogPosition(UUID.randomUUID().toString(), Map.of()));

        for (LiveFilter filter : filters) {
            List<LiveMessage> expected = messages.stream()
                    .filter(message -> filter.includes(message.facets()))
                    .toList();
            assertThat(batch.selected(filter)).as("%s", filter).isEqualTo(expected);
            assertThat(batch.selected(filter)).as("%s again", filter).isEqualTo(expected);
            LiveFilter covering = LiveFilter.covering(List.of(filter, filters.get(random.nextInt(50))));
            assertThat(expected).allMatch(message -> covering.includes(message.facets()));
        }
    }

    private static LiveEvent.Facets facets(RandomGenerator random) {
        return new LiveEvent.Facets(
                "s" + random.nextInt(4),
                "a" + random.nextInt(4),
                "t" + random.nextInt(3),
                model(random),
                random.nextBoolean());
    }

    private static @Nullable String model(RandomGenerator random) {
        return random.nextBoolean() ? "m" + random.nextInt(3) : null;
    }

    private static LiveFilter filter(RandomGenerator random) {
        return new LiveFilter(
                some("s", random), some("a", random), some("t", random), some("m", random), random.nextBoolean());
    }

    private static Set<String> some(String prefix, RandomGenerator random) {
        return IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> prefix + random.nextInt(4))
                .collect(Collectors.toSet());
    }
}
