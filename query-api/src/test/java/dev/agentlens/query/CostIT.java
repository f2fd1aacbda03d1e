/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What sessions cost, from their events to every place that shows it. Sums are computed manually, to the last digit. */
class CostIT extends QueryITBase {

    /** An event of each session, and what it costs; {@code CostTest} has the calculation. */
    private record Call(String model, long in, long out, long read, long write, String usd) {}

    private static final List<Call> CALLS = List.of(
            new Call("gpt-4o", 1_000, 500, 0, 0, "0.0075"),
            new Call("openai/gpt-4o-2024-08-06", 12_345, 678, 10_000, 0, "0.0251425"),
            new Call("gpt-5-nano", 100, 11, 93, 0, "0.000005215"),
            new Call("claude-sonnet-4-20250514", 100_000, 2_000, 90_000, 9_000, "0.09375"),
            new Call("claude-3-opus-latest", 1_000, 3, 333, 334, "0.011982"),
            new Call("models/gemini-2.5-pro", 1_000_000, 1_000_000, 0, 0, "11.25"),
            new Call("text-embedding-3-small", 8_191, 0, 0, 0, "0.00016382"),
            new Call("gpt-5-pro", 1_000, 10, 400, 0, "0.0162"),
            new Call("deepseek-v4-flash", 1_000, 1, 997, 0, "0.0000034916"),
            new Call("claude-sonnet-4-0", 100, 0, 50, 70, "0.0002775"));

    /** 0.15 and 0.6 per million: 2 × 0.15 + 1 × 0.6. Each session has one. */
    private static final Call SMALL = new Call("gpt-4o-mini", 2, 1, 0, 0, "0.0000009");

    /** 0.0075 + 0.0251425 + 0.000005215 + 0.09375 + 0.011982 + 11.25 + 0.00016382 + 0.0162 + 0.0000034916 + 0.0002775. */
    private static final BigDecimal ALL_CALLS = new BigDecimal("11.4050245266");

    /** Ten of 0.0000009. */
    private static final BigDecimal ALL_SMALL = new BigDecimal("0.000009");

    @Test
    void costsOfTenSessionsAreExactWhereverTheyAreShown() {
        for (int i = 0; i < CALLS.size(); i++) {
            EVENTS.project(call("s" + i, "a", CALLS.get(i)), call("s" + i, "b", SMALL));
        }

        for (int i = 0; i < CALLS.size(); i++) {
            BigDecimal usd = new BigDecimal(CALLS.get(i).usd());
            JsonNode session = client.get("/sessions/s" + i).json();
            assertThat(session.path("cost_usd").decimalValue())
                    .as(CALLS.get(i).model())
                    .isEqualByComparingTo(usd.add(new BigDecimal(SMALL.usd())));
            assertThat(session.path("unpriced_tokens").intValue()).isZero();
            assertThat(session.path("events").path(0).path("cost_usd").decimalValue())
                    .isEqualByComparingTo(usd);
        }
        JsonNode cost = client.get("/analytics").json().path("cost");
        assertThat(cost.path("total_usd").decimalValue()).isEqualByComparingTo(ALL_CALLS.add(ALL_SMALL));
        assertThat(cost.path("by_day").path(0).path("cost_usd").decimalValue())
                .isEqualByComparingTo(ALL_CALLS.add(ALL_SMALL));
    }

    @Test
    void whatHasNoPriceIsUnpricedAndNoSum() {
        EVENTS.project(call("s", "a", new Call("a-model-of-our-own", 70, 7, 0, 0, "")), call("s", "b", CALLS.get(0)));

        JsonNode session = client.get("/sessions/s").json();

        assertThat(session.path("cost_usd").isNull()).isTrue();
        assertThat(session.path("unpriced_tokens").intValue()).isEqualTo(77);
        JsonNode cost = client.get("/analytics").json().path("cost");
        assertThat(cost.path("total_usd").decimalValue()).isEqualByComparingTo("0.0075");
        assertThat(cost.path("unpriced_tokens").intValue()).isEqualTo(77);
    }

    private static String call(String session, String id, Call call) {
        return event(
                session,
                id,
                "llm_call",
                "2026-08-31T10:00:0" + (id.equals("a") ? 0 : 1) + "Z",
                ",\"model\":\"" + call.model() + "\",\"tokens_in\":" + call.in() + ",\"tokens_out\":" + call.out()
                        + ",\"cache_read_tokens\":" + call.read() + ",\"cache_write_tokens\":" + call.write());
    }
}
