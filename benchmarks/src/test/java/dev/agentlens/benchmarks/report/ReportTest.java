/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

    @Test
    void theMedianIsTheMiddleOne() {
        assertThat(Median.of(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
        assertThat(Median.of(List.of(1.0, 2.0, 4.0, 9.0))).isEqualTo(3);
        assertThat(Median.of(List.of())).isNaN();
    }

    /** A round on a slow machine must not count against either side. */
    @Test
    void theRatioIsTheMedianOfTheRoundsOwnRatios() {
        Line.Rounds rounds = Line.rounds("x", "events/s", Target.ratioAtLeast(0.5));
        rounds.add(100, 50);
        rounds.add(10, 6);
        rounds.add(200, 20);

        Line line = rounds.line();

        assertThat(line.limit()).isEqualTo(100);
        assertThat(line.ours()).isEqualTo(20);
        assertThat(line.ratio()).isEqualTo(0.5);
        assertThat(line.reached()).isTrue();
    }

    @Test
    void latencyIsInMilliseconds() {
        Histogram nanoseconds = new Histogram(3);
        for (int i = 1; i <= 1_000; i++) {
            nanoseconds.recordValue(i * 1_000_000L);
        }

        Latency latency = Latency.of(nanoseconds);

        assertThat(latency.p50()).isBetween(499.0, 501.0);
        assertThat(latency.p99()).isBetween(989.0, 992.0);
        assertThat(Target.latency(501, 992).reached().test(line(latency))).isTrue();
        assertThat(Target.latency(501, 900).reached().test(line(latency))).isFalse();
    }

    @Test
    void aTableLeavesOutWhatNoLineHas() {
        String table = Table.of(List.of(
                Line.of("short", "MB", 3.14159, Target.atMost(3)),
                Line.of("much longer", "events/s", 123_456.7, null)));

        assertThat(table).isEqualTo("""
                | what        |    ours | unit     | target | reached |
                |-------------|--------:|----------|--------|---------|
                | short       |    3.14 | MB       | ≤ 3    | no      |
                | much longer | 123,457 | events/s |        |         |
                """);
    }

    @Test
    void jsonHasWhatTheTableHas() {
        Section section = new Section(
                "x",
                "X",
                Map.of("warm-up", "none"),
                List.of(new Line("a", "s", 2.0, 1.0, 0.5, new Latency(1, 2, 3, 4, 5), Target.ratioAtMost(1))),
                List.of());

        JsonNode json = JsonMapper.builder()
                .build()
                .readTree(new Report(Host.here(), Instant.EPOCH, "./benchmarks/run x", List.of(section)).json());

        JsonNode line = json.get("sections").get(0).get("lines").get(0);
        assertThat(line.get("ratio").doubleValue()).isEqualTo(0.5);
        assertThat(line.get("latency_ms").get("p999").doubleValue()).isEqualTo(3);
        assertThat(line.get("reached").booleanValue()).isTrue();
        assertThat(json.get("host").get("cores").intValue()).isPositive();
    }

    @Test
    void aDocumentKeepsEverythingButTheSection() {
        String text = "# A\n<!-- begin x -->\nold\n<!-- end x -->\nhand-written\n";

        assertThat(Document.replaced(text, "x", "new\n"))
                .isEqualTo("# A\n<!-- begin x -->\nnew\n<!-- end x -->\nhand-written\n");
        assertThatThrownBy(() -> Document.replaced(text, "y", "new"))
                .hasMessageContaining("<!-- begin y -->")
                .hasMessageContaining("<!-- end y -->");
    }

    private static Line line(Latency latency) {
        return new Line("a", "", null, null, null, latency, null);
    }
}
